package dev.fermata.checks.ways;

/** Loads the classes named as arguments, and runs nothing of them. */
public final class LoadAll {
  private LoadAll() {}

  /** Loads the classes. */
  public static void main(String[] args) throws ClassNotFoundException {
    for (String name : args) {
      Class.forName(name, false, LoadAll.class.getClassLoader());
    }
  }
}
