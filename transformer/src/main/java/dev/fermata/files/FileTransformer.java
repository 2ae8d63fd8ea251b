package dev.fermata.files;

import java.nio.file.Path;
import java.util.List;

/**
 * Transforms class files, directories of class files, and jar and zip files. It has no state and
 * can be used by several threads.
 *
 * <p>In a directory every file whose name ends in {@code .class} is transformed, at any depth;
 * archives in it are left alone. In an archive likewise, so that each version's classes of a
 * multi-release jar are transformed for themselves and archives within it are left alone. Symbolic
 * links are followed; what they lead to is replaced, not the link. What is no class file, and has a
 * name that no class loader asks for, is left alone in both, with a warning: {@code
 * __MACOSX/._App.class}, say.
 *
 * <p>An archive keeps its entries' order, times, comments and extra fields; those that do not
 * change are copied byte for byte. A signed archive is refused if a class in it changes, unless the
 * signatures may be removed.
 *
 * @param <F> what is found in class files
 */
public final class FileTransformer<F extends Finding> {
  private final ClassTransform<F> transform;
  private final boolean stripSignatures;

  /**
   * Makes one.
   *
   * @param transform what is to be done to each class file
   * @param stripSignatures whether a signed archive of which a class changes loses its signatures
   */
  public FileTransformer(ClassTransform<F> transform, boolean stripSignatures) {
    this.transform = transform;
    this.stripSignatures = stripSignatures;
  }

  /** Reads and transforms the inputs, to be written in their own place. Writes nothing. */
  public Plan<F> planInPlace(List<Path> inputs) {
    FilePlanner<F> planner = new FilePlanner<>(transform, stripSignatures);
    for (Path input : inputs) {
      planner.add(input, input, source -> source);
    }
    return planner.plan();
  }

  /**
   * Reads and transforms the inputs, to be written into another place. Writes nothing.
   *
   * @param output a directory, which takes files and directories' contents, or a file, which takes
   *     the result of a single file. If it does not exist, it is a file if its name ends like a
   *     class file's or an archive's. What does not change is copied.
   */
  public Plan<F> planInto(List<Path> inputs, Path output) {
    FilePlanner<F> planner = new FilePlanner<>(transform, stripSignatures);
    Output destination = new Output(output);
    for (Path input : inputs) {
      destination
          .problemWith(input)
          .ifPresentOrElse(
              planner::addProblem,
              () -> planner.add(input, output, source -> destination.target(input, source)));
    }
    return planner.plan();
  }
}
