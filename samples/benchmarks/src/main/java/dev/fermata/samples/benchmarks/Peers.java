package dev.fermata.samples.benchmarks;

import dev.fermata.samples.benchmarks.limit.LimitPeer;
import java.util.List;

/** The peers' names. */
public final class Peers {
  private static final List<String> ALL =
      List.of("fermata", "limit", "kotlin", "virtual", "future");

  /** The first JDK with virtual threads. */
  private static final int VIRTUAL_SINCE = 21;

  private Peers() {}

  /** The names of the peers that this JDK can run. */
  public static List<String> names() {
    return ALL.stream()
        .filter(name -> !name.equals("virtual") || Runtime.version().feature() >= VIRTUAL_SINCE)
        .toList();
  }

  /** Makes a peer; its classes are loaded now, and so the other peers' are not. */
  public static Peer open(String name) {
    return switch (name) {
      case "fermata" -> new FermataPeer();
      case "limit" -> new LimitPeer();
      case "kotlin" -> new KotlinPeer();
      case "virtual" -> new VirtualPeer();
      case "future" -> new FuturePeer();
      default -> throw new IllegalArgumentException("no peer has the name " + name);
    };
  }
}
