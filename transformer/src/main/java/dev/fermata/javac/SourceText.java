package dev.fermata.javac;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source file, in which the places of findings are looked up.
 *
 * <p>When javac writes classes it has taken their trees apart. So a file with findings is parsed
 * once more, which costs nothing where there are none, and gives lines also with {@code -g:none}.
 */
final class SourceText {
  private static final List<String> PARSE_ONLY =
      List.of("-proc:none", "-processorpath", "", "-classpath", "");

  private final CompilationUnitTree unit;
  private CompilationUnitTree parsed;
  private SourcePositions positions;
  private boolean isParsed;

  SourceText(CompilationUnitTree unit) {
    this.unit = unit;
  }

  /** Whether anything of Fermata can be used in it. */
  boolean mentionsFermata() {
    return text().contains("dev.fermata");
  }

  private String text() {
    try {
      return unit.getSourceFile().getCharContent(true).toString();
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** Where a finding is. */
  SourcePlace find(Diagnostic about) {
    parse();
    if (parsed == null) {
      return new SourcePlace(null);
    }
    Search search = new Search(about);
    try {
      search.scan(parsed, null);
    } catch (RuntimeException e) {
      // The tree of a source with errors may be incomplete; what is found so far will do.
    }
    return new SourcePlace(search.best);
  }

  private void parse() {
    if (isParsed) {
      return;
    }
    isParsed = true;
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(), null, d -> {}, PARSE_ONLY, null, List.of(new Copy(text())));
      Iterator<? extends CompilationUnitTree> units = task.parse().iterator();
      parsed = units.hasNext() ? units.next() : null;
      positions = Trees.instance(task).getSourcePositions();
    } catch (IOException | RuntimeException e) {
      // The message goes to the beginning of the file.
      parsed = null;
    }
  }

  /** A source in memory, for the file's own object belongs to the compiler that runs. */
  private static final class Copy extends SimpleJavaFileObject {
    private final String text;

    Copy(String text) {
      super(URI.create("memory:///Source.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /**
   * Looks for the best tree: the call that the finding names in its line, else an await in that
   * line, another call, or what begins there; else the method or the class.
   */
  private final class Search extends TreePathScanner<Void, Void> {
    private static final int CLASS = 1;
    private static final int METHOD = 2;
    private static final int LINE = 3;
    private static final int CALL = 4;
    private static final int AWAIT = 5;
    private static final int NAMED = 6;

    private final Diagnostic about;
    private final LineMap lines = parsed.getLineMap();
    private final String simpleName;
    private TreePath best;
    private int rank;

    Search(Diagnostic about) {
      this.about = about;
      String name = about.className();
      simpleName = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private void offer(int offered) {
      if (offered > rank) {
        rank = offered;
        best = getCurrentPath();
      }
    }

    private boolean isInLine(long position) {
      return about.line() > 0 && position >= 0 && lines.getLineNumber(position) == about.line();
    }

    @Override
    public Void scan(Tree tree, Void nothing) {
      if (tree != null
          && getCurrentPath() != null
          && isInLine(positions.getStartPosition(parsed, tree))) {
        TreePath path = new TreePath(getCurrentPath(), tree);
        if (LINE > rank) {
          rank = LINE;
          best = path;
        }
      }
      return super.scan(tree, null);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getSimpleName().contentEquals(simpleName)) {
        offer(CLASS);
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      if (about.line() == 0 && method.getName().contentEquals(about.method())) {
        offer(METHOD);
      }
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      Tree select = call.getMethodSelect();
      // The line of a call in a class file is that of its parenthesis (JVMS 4.7.12 leaves that to
      // the compiler).
      if (isInLine(positions.getEndPosition(parsed, select))) {
        String name = select.toString();
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (about.problem().contains(last) && !last.equals("await")) {
          offer(NAMED);
        } else {
          offer(last.equals("await") ? AWAIT : CALL);
        }
      }
      return super.visitMethodInvocation(call, null);
    }
  }
}
