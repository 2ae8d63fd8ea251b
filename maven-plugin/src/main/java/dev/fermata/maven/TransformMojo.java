package dev.fermata.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Transforms the asynchronous methods of a project's main classes. */
@Mojo(name = "transform", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class TransformMojo extends AbstractTransformMojo {
  /** The directory of the class files. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
  File classes;

  /** Where the sources are, so that messages can name them. */
  @Parameter(defaultValue = "${project.compileSourceRoots}", readonly = true, required = true)
  List<String> sourceRoots = List.of();

  @Override
  public void execute() throws MojoFailureException {
    transform(classes, sourceRoots);
  }
}
