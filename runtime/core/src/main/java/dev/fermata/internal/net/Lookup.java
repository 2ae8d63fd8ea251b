package dev.fermata.internal.net;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.threads.DaemonPool;
import dev.fermata.internal.threads.ExecutorFuture;
import dev.fermata.internal.threads.Executors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Looks a host up. The JDK blocks for that, maybe for minutes; so it has daemon threads of its own,
 * and neither takes one from jobs of the program nor waits for them.
 */
public final class Lookup extends LeafCoroutine<List<InetAddress>> {
  private static final DaemonPool POOL = new DaemonPool("lookup", 8);

  /** An address in digits, which needs no look-up. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.%\\[\\]]*:.*");

  private final String host;

  public Lookup(String host) {
    this.host = Objects.requireNonNull(host, "host");
  }

  @Override
  protected String publicName() {
    return "resolve";
  }

  @Override
  protected Object begin(Context context) throws UnknownHostException {
    LoopEngine engine = TaskContext.of(context).engine;
    if (LITERAL.matcher(host).matches()) {
      return List.of(InetAddress.getAllByName(host));
    }
    return context.suspendOn(Executors.of(engine).start(POOL, new Job(engine, host)));
  }

  private static final class Job extends ExecutorFuture<List<InetAddress>> {
    private final String host;

    Job(LoopEngine engine, String host) {
      super(engine, () -> List.of(InetAddress.getAllByName(host)), null);
      this.host = host;
    }

    @Override
    protected String activity() {
      return "looks up " + host;
    }
  }
}
