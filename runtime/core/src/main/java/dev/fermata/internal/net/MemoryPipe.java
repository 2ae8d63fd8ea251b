package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;

/** One direction of a pair in memory: a ring of bytes, and who waits for bytes or for room. */
final class MemoryPipe {
  private final byte[] ring;
  private int head;
  private int size;

  /** Whether the writing end has ended. */
  boolean ended;

  /** Why the pipe is of no use any more; null while it is. */
  String broken;

  private Wait bytes;
  private Wait room;

  MemoryPipe(int capacity) {
    ring = new byte[capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  int room() {
    return ring.length - size;
  }

  /** Takes bytes out; there are as many. */
  byte[] take(int count) {
    byte[] into = new byte[count];
    int unbroken = Math.min(count, ring.length - head);
    System.arraycopy(ring, head, into, 0, unbroken);
    System.arraycopy(ring, 0, into, unbroken, count - unbroken);
    head = (head + count) % ring.length;
    size -= count;
    tell(room);
    return into;
  }

  /** Puts bytes in; there is room for them. */
  void put(byte[] from) {
    int tail = (head + size) % ring.length;
    int unbroken = Math.min(from.length, ring.length - tail);
    System.arraycopy(from, 0, ring, tail, unbroken);
    System.arraycopy(from, unbroken, ring, 0, from.length - unbroken);
    size += from.length;
    tell(bytes);
  }

  void end() {
    ended = true;
    tell(bytes);
  }

  void breakUp(String why) {
    if (broken == null) {
      broken = why;
    }
    wake();
  }

  /** Has those who wait look again. */
  void wake() {
    tell(bytes);
    tell(room);
  }

  Future<?> whenBytes(LoopEngine engine) {
    bytes = new Wait(engine, "reads from a pair in memory");
    return bytes;
  }

  Future<?> whenRoom(LoopEngine engine) {
    room = new Wait(engine, "writes to a pair in memory");
    return room;
  }

  private static void tell(Wait waiting) {
    if (waiting != null) {
      waiting.fire();
    }
  }

  /** What one waits for who reads or writes. */
  private static final class Wait extends Future<Void> {
    private final String activity;

    Wait(LoopEngine engine, String activity) {
      super(engine.origin);
      this.activity = activity;
    }

    void fire() {
      if (!isDone()) {
        succeed(null);
      }
    }

    @Override
    protected String activity() {
      return activity;
    }
  }
}
