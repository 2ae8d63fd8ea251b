package dev.fermata.checks.server;

/** Starts one of the servers, and tells its port on standard output. */
public final class Main {
  private Main() {}

  /** Takes the name of a server. */
  public static void main(String[] arguments) {
    int port =
        switch (arguments[0]) {
          case "mvc" -> SpringServer.start("servlet");
          case "webflux" -> SpringServer.start("reactive");
          case "vertx" -> VertxServer.start();
          case "netty" -> NettyServer.start();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println("port " + port);
  }
}
