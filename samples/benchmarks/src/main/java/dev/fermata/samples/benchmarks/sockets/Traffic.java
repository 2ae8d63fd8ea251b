package dev.fermata.samples.benchmarks.sockets;

import java.util.Locale;

/** What servers are asked for: on how many connections, and what goes to and fro on each. */
public enum Traffic {
  ECHO("echo of 1 KiB, 200 connections", 200, 1_024, Kind.BYTES),
  ONE("echo of 1 KiB, 1 connection", 1, 1_024, Kind.BYTES),
  MANY("echo of 1 KiB, 2,000 connections", 2_000, 1_024, Kind.BYTES),
  LARGE("echo of 64 KiB, 50 connections", 50, 65_536, Kind.BYTES),
  LINES("echo of lines of 100 bytes, 200 connections", 200, 100, Kind.LINES),
  TLS("TLS echo of 1 KiB, 200 connections", 200, 1_024, Kind.TLS),
  TLS_LARGE("TLS echo of 16 KiB, 50 connections", 50, 16_384, Kind.TLS);

  /** What a server makes of the bytes. */
  enum Kind {
    BYTES,
    LINES,
    TLS
  }

  private final String text;
  private final int connections;
  private final int bytes;
  private final Kind kind;

  Traffic(String text, int connections, int bytes, Kind kind) {
    this.text = text;
    this.connections = connections;
    this.bytes = bytes;
    this.kind = kind;
  }

  /** What it is, for people. */
  public String text() {
    return text;
  }

  /** What stands in the figures. */
  public String id() {
    return "sockets/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int connections() {
    return connections;
  }

  int bytes() {
    return bytes;
  }

  Kind kind() {
    return kind;
  }
}
