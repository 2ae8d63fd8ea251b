package dev.fermata.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.docs.ApiComments.Member;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The comments of the API tell the counterpart in asyncio and what a cancellation does. (That each
 * member has a comment, with all its parts, the compiler checks.)
 */
class ApiCommentsTest {
  /** What is said of another member is said here too. */
  private static final String AS_ANOTHER = "^\\s*As \\{@link";

  private static final Pattern COUNTERPART =
      Pattern.compile("asyncio|Python|Trio|; \\{@code|" + AS_ANOTHER);

  private static final Pattern CANCELLATION = Pattern.compile("[cC]ancel|" + AS_ANOTHER);

  /** They give what is there already, or begin what their caller awaits. */
  private static final Set<String> NOTHING_TO_CANCEL =
      Set.of("coroutine", "currentTask", "start", "toCoroutine");

  private static List<Member> members;

  @BeforeAll
  static void read() throws IOException {
    members = ApiComments.read();
    assertTrue(members.size() > 150, "members: " + members.size());
  }

  @Test
  void everyTypeAndMethodTellsItsCounterpartInAsyncio() {
    Set<String> silent =
        members.stream()
            .filter(member -> !member.overrides())
            .filter(member -> !COUNTERPART.matcher(member.comment()).find())
            .map(Member::toString)
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), silent);
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
