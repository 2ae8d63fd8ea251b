package dev.fermata.checks.server;

import dev.fermata.Coroutine;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A controller of Spring MVC or WebFlux: fermata-spring runs what it returns. */
@RestController
class OrderController {
  @GetMapping("/order")
  Coroutine<String> order(@RequestParam("id") String id) {
    return Orders.order(id);
  }
}
