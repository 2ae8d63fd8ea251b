package dev.fermata.internal.run;

import dev.fermata.internal.core.LoopEngine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The time of a virtual loop as a date, the first of which is that of the epoch. */
final class LoopClock extends Clock {
  private final LoopEngine engine;
  private final ZoneId zone;

  LoopClock(LoopEngine engine, ZoneId zone) {
    this.engine = engine;
    this.zone = zone;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new LoopClock(engine, other);
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(engine.now());
  }
}
