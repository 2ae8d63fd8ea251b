package dev.fermata.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The public types and methods of the API with their comments, as they stand in the sources. */
final class ApiComments {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern EXPORTED = Pattern.compile("exports ([\\w.]+);");

  /** Exported as well, but called by transformed code only. */
  private static final String NOT_FOR_PROGRAMS = "dev.fermata.continuation";

  private ApiComments() {}

  /**
   * A public type, or a public method of one.
   *
   * @param type the type's name, that of a nested one behind its outer one's
   * @param method the method's name; null for the type itself
   * @param result what the method returns, as in the source; empty for a type
   * @param comment the comment, without its stars; empty where there is none
   * @param typeComment the comment of the type
   * @param overrides whether it is marked as overriding another one
   */
  record Member(
      String type,
      String method,
      String result,
      String comment,
      String typeComment,
      boolean overrides) {
    @Override
    public String toString() {
      return method == null ? type : type + "." + method;
    }
  }

  /** All of them, by file. */
  static List<Member> read() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = sources();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      Reader reader = new Reader(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        reader.scan(unit, null);
      }
      return reader.members;
    }
  }

  /** The source files of the packages that programs import. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    List<String> packages =
        EXPORTED
            .matcher(Files.readString(SOURCES.resolve("module-info.java")))
            .results()
            .map(export -> export.group(1))
            .filter(name -> !name.equals(NOT_FOR_PROGRAMS))
            .toList();
    for (String name : packages) {
      try (Stream<Path> files = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
        files.filter(path -> path.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    return sources;
  }

  /** Goes through a source file. */
  private static final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final List<Member> members = new ArrayList<>();

    Reader(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      if (isPublic(type.getModifiers().getFlags())) {
        String comment = comment(getCurrentPath());
        members.add(new Member(name(getCurrentPath()), null, "", comment, comment, false));
        super.visitClass(type, null);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      boolean constructor = method.getReturnType() == null;
      if (isPublic(method.getModifiers().getFlags()) && !constructor) {
        TreePath type = getCurrentPath().getParentPath();
        members.add(
            new Member(
                name(type),
                method.getName().toString(),
                method.getReturnType().toString(),
                comment(getCurrentPath()),
                comment(type),
                method.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"))));
      }
      return null;
    }

    /** The members of an interface are public without a word. */
    private boolean isPublic(java.util.Set<Modifier> modifiers) {
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      return modifiers.contains(Modifier.PUBLIC) || parent.getKind() == Tree.Kind.INTERFACE;
    }

    private String comment(TreePath path) {
      String comment = trees.getDocComment(path);
      return comment == null ? "" : comment;
    }

    private static String name(TreePath path) {
      String name = ((ClassTree) path.getLeaf()).getSimpleName().toString();
      boolean nested = path.getParentPath().getLeaf() instanceof ClassTree;
      return nested ? name(path.getParentPath()) + "." + name : name;
    }
  }
}
