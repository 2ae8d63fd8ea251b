package dev.fermata.samples.chat;

import dev.fermata.sync.AsyncQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is connected to one loop. It is used on that loop's thread only, and needs no lock: no other
 * task runs between two awaits.
 */
final class Room {
  /** How many lines may wait for somebody who reads slowly. */
  static final int WAITING_LINES = 100;

  private final List<Member> members = new ArrayList<>();

  /**
   * Somebody who listens.
   *
   * @param lines what has been said and not been sent to them yet
   * @param dismissal sends them away
   */
  private record Member(AsyncQueue<String> lines, Runnable dismissal) {}

  /** Lets somebody in, and returns the lines that are for them. */
  AsyncQueue<String> enter(Runnable dismissal) {
    AsyncQueue<String> lines = new AsyncQueue<>(WAITING_LINES);
    members.add(new Member(lines, dismissal));
    return lines;
  }

  void leave(AsyncQueue<String> lines) {
    members.removeIf(member -> member.lines == lines);
  }

  /** Gives everybody a line, and sends away who is so slow that there is no room for it. */
  void deliver(String line) {
    for (Member member : List.copyOf(members)) {
      if (member.lines.isFull()) {
        members.remove(member);
        member.dismissal.run();
      } else {
        member.lines.putNowait(line);
      }
    }
  }
}
