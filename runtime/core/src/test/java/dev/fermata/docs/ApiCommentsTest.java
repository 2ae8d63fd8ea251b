package dev.fermata.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.docs.ApiComments.Member;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The comments of the API tell first what something means, in Java's words, and at the end its
 * counterpart in asyncio; and they tell what a cancellation does. (That each member has a comment,
 * with all its parts, the compiler checks.)
 */
class ApiCommentsTest {
  /** What is said of another member is said here too. */
  private static final String AS_ANOTHER = "^\\s*As \\{@link";

  /** What begins the last paragraph before the tags. */
  private static final String COUNTERPART_FOLLOWS = "<p>asyncio: ";

  private static final String NAME = "\\{@code [^}]+}";

  /** One or several names, or none, and a remark where it differs. */
  private static final Pattern COUNTERPART =
      Pattern.compile(
          "(none|%1$s(, %1$s)*)(; .+?)?\\.(?<tags>| @(param|return|throws) .*)".formatted(NAME));

  private static final String FORM =
      "these do not tell their meaning first, and last, before the tags, their counterpart:"
          + " <p>asyncio: {@code asyncio.run}; remark. Or: <p>asyncio: none.";

  private static final Pattern FOREIGN = Pattern.compile("asyncio|Python|Trio");

  private static final Pattern CANCELLATION = Pattern.compile("[cC]ancel|" + AS_ANOTHER);

  /** They give what is there already, or begin what their caller awaits. */
  private static final Set<String> NOTHING_TO_CANCEL =
      Set.of("coroutine", "currentTask", "start", "toCoroutine");

  private static List<Member> members;

  @BeforeAll
  static void read() throws IOException {
    members = ApiComments.read();
    assertTrue(members.size() > 250, "members: " + members.size());
  }

  @Test
  void everyTypeAndMethodTellsItsMeaningAndAtTheEndItsCounterpartInAsyncio() {
    Set<String> otherwise =
        members.stream()
            .filter(member -> !isInherited(member))
            .filter(member -> !endsWithCounterpart(member.comment()))
            .map(Member::toString)
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), otherwise, FORM);
  }

  private static boolean isInherited(Member member) {
    return member.overrides()
        && (member.comment().isEmpty() || member.comment().contains("{@inheritDoc}"));
  }

  private static boolean endsWithCounterpart(String comment) {
    String[] parts = comment.strip().replaceAll("\\s+", " ").split(COUNTERPART_FOLLOWS, 2);
    if (parts.length < 2 || parts[0].isEmpty()) {
      return false;
    }
    Matcher counterpart = COUNTERPART.matcher(parts[1]);
    return counterpart.matches() && !FOREIGN.matcher(parts[0] + counterpart.group("tags")).find();
  }

  @Test
  void whatCanBeAwaitedTellsWhatACancellationDoes() {
    Set<String> silent =
        members.stream()
            .filter(member -> member.result().matches("(Coroutine|Future|Task)<.*"))
            .filter(member -> !member.overrides())
            .filter(member -> !NOTHING_TO_CANCEL.contains(member.method()))
            .filter(member -> !CANCELLATION.matcher(member.comment() + member.typeComment()).find())
            .map(Member::toString)
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), silent);
  }
}
