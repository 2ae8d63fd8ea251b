package dev.fermata.checks.server;

import dev.fermata.LoopThread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Vert.x: a request is handed to the loop, and its answer back to the request's own context. */
final class VertxServer {
  private VertxServer() {}

  static int start() {
    Vertx vertx = Vertx.vertx();
    LoopThread loop = LoopThread.start("orders");
    return vertx
        .createHttpServer()
        .requestHandler(request -> answer(request, loop))
        .listen(0)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static void answer(HttpServerRequest request, LoopThread loop) {
    String id = request.getParam("id");
    Future.fromCompletionStage(loop.submit(() -> Orders.order(id)), Vertx.currentContext())
        .onSuccess(request.response()::end)
        .onFailure(error -> request.response().setStatusCode(500).end());
  }
}
