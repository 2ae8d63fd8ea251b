package dev.fermata.samples.benchmarks.report;

import java.util.List;

/**
 * A measured value.
 *
 * @param work what was measured
 * @param peer who did it
 * @param unit of the values
 * @param median of all iterations of all forks
 * @param low the least
 * @param high the greatest
 * @param bytes allocated by each operation; NaN where that was not measured
 */
public record Figure(
    String work, String peer, String unit, double median, double low, double high, double bytes) {
  /** A figure from its samples, of which there is at least one. */
  public static Figure of(
      String work, String peer, String unit, List<Double> samples, double bytes) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Figure(work, peer, unit, median, sorted[0], sorted[sorted.length - 1], bytes);
  }

  /** A figure without allocation. */
  public static Figure of(String work, String peer, String unit, List<Double> samples) {
    return of(work, peer, unit, samples, Double.NaN);
  }

  boolean isOf(String otherWork, String otherPeer) {
    return work.equals(otherWork) && peer.equals(otherPeer);
  }
}
