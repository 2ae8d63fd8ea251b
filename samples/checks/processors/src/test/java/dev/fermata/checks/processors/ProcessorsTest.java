package dev.fermata.checks.processors;

import static dev.fermata.Fermata.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What all processors wrote together runs. */
class ProcessorsTest {
  @Test
  void everyProcessorHasDoneItsPart() {
    House.Guest guest = new House.Guest();
    guest.setName("Ann");

    House.Entry entry = run(DaggerHouse.create().door().visit(guest));

    assertEquals("House.Entry(name=Ann, times=2)", entry.toString());
  }
}
