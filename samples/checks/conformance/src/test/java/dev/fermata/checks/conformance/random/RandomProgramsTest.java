package dev.fermata.checks.conformance.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.checks.conformance.Asyncio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs give the same trace on asyncio and here. For a long run:
 *
 * <pre>
 * mvn -pl samples/checks/conformance -am verify -Dtest=RandomProgramsTest \
 *     -Dfermata.programs=100000 -Dfermata.seed=1000
 * </pre>
 *
 * <p>A Python of another name or place is given by the environment variable FERMATA_PYTHON.
 */
class RandomProgramsTest {
  private static final int BATCH = 1000;

  @Test
  @Timeout(3600)
  void randomProgramsGiveTheTracesOfAsyncio() throws Exception {
    Optional<Asyncio> asyncio = Asyncio.find();
    assumeTrue(asyncio.isPresent(), "random programs are not compared: no Python 3.13 or 3.14");
    long seed = Long.getLong("fermata.seed", 0);
    long end = seed + Long.getLong("fermata.programs", 300);
    while (seed < end) {
      List<Program> programs = new ArrayList<>();
      while (programs.size() < BATCH && seed < end) {
        programs.add(ProgramMaker.make(seed));
        seed++;
      }
      compare(programs, asyncio.get());
    }
  }

  private static void compare(List<Program> programs, Asyncio asyncio) throws Exception {
    List<List<String>> expected =
        traces(
            asyncio.run(
                RandomProgramsTest.class,
                "programs.py",
                programs.stream().map(Program::json).toList()));
    assertEquals(programs.size(), expected.size());
    for (int i = 0; i < programs.size(); i++) {
      Program program = programs.get(i);
      assertEquals(
          String.join("\n", expected.get(i)),
          String.join("\n", ProgramRunner.trace(program)),
          () -> "of the program " + program.json());
    }
  }

  /** The lines that each program prints, with a line of dashes behind them. */
  private static List<List<String>> traces(List<String> lines) {
    List<List<String>> traces = new ArrayList<>();
    List<String> trace = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("---")) {
        traces.add(trace);
        trace = new ArrayList<>();
      } else {
        trace.add(line);
      }
    }
    return traces;
  }

  @Test
  void aSeedGivesOneProgramAndAProgramOneTrace() {
    Program program = ProgramMaker.make(4);
    assertEquals(program, ProgramMaker.make(4));
    assertNotEquals(program, ProgramMaker.make(5));
    List<String> trace = ProgramRunner.trace(program);
    assertEquals(trace, ProgramRunner.trace(program));
    assertEquals("2@0 begin 0", trace.get(0));
  }
}
