package dev.fermata.samples.benchmarks.limit;

/** Two tasks that wake each other in turn. */
final class PingPong {
  private final Loop loop;
  private final int rounds;
  private Promise ping;
  private Promise pong;

  PingPong(Loop loop, int rounds) {
    this.loop = loop;
    this.rounds = rounds;
  }

  long play(Loop context) throws Throwable {
    ping = new Promise(loop);
    return new Play(this, context.spawn(this::answer)).turn(context);
  }

  private long answer(Loop context) throws Throwable {
    return new Answer(this).turn(context);
  }

  /** The task that sends numbers. */
  private static final class Play extends Frame {
    private final PingPong game;
    private final Job other;
    private int round;
    private int sum;

    Play(PingPong game, Job other) {
      this.game = game;
      this.other = other;
    }

    long turn(Loop loop) {
      if (round < game.rounds) {
        game.pong = new Promise(loop);
        game.ping.succeed(round);
        loop.suspendOn(game.pong);
      } else {
        loop.suspendOn(other);
      }
      loop.push(this);
      return 0;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      sum += (Integer) loop.value();
      if (round == game.rounds) {
        return sum;
      }
      round++;
      return turn(loop);
    }
  }

  /** The task that answers with 1. */
  private static final class Answer extends Frame {
    private final PingPong game;
    private int round;
    private int sum;

    Answer(PingPong game) {
      this.game = game;
    }

    long turn(Loop loop) throws Throwable {
      while (round < game.rounds) {
        Promise ping = game.ping;
        if (!ping.isDone()) {
          loop.suspendOn(ping);
          loop.push(this);
          return 0;
        }
        answer(ping.value(), loop);
      }
      return sum;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      answer(loop.value(), loop);
      return turn(loop);
    }

    private void answer(Object number, Loop loop) {
      sum += (Integer) number;
      game.ping = new Promise(loop);
      game.pong.succeed(1);
      round++;
    }
  }
}
