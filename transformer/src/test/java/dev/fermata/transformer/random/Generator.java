package dev.fermata.transformer.random;

import dev.fermata.transformer.random.Program.Method;
import dev.fermata.transformer.random.Scope.Exit;
import dev.fermata.transformer.random.Scope.Var;
import dev.fermata.transformer.random.Signature.Owner;
import java.util.ArrayList;
import java.util.List;

/** Makes random programs. The same seed and level always give the same program. */
final class Generator {
  private static final int DEPTH = 3;

  private Generator() {}

  /**
   * Makes a program.
   *
   * @param level the Java version to write it for
   */
  static Program program(long seed, int level) {
    Dice dice = new Dice(seed);
    List<Signature> signatures = new ArrayList<>();
    int count = 2 + dice.below(3);
    for (int i = 0; i < count; i++) {
      signatures.add(signature(i, dice));
    }
    List<Method> methods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Calls go to later methods only, so that every program ends.
      List<Signature> callees = signatures.subList(i + 1, count);
      methods.add(method(signatures.get(i), callees, dice, level));
    }
    return new Program(seed, level, methods);
  }

  private static Signature signature(int number, Dice dice) {
    if (number == 0) {
      return new Signature("m0", List.of(), dice.pick(Ty.COMMON), Exit.COROUTINE, Owner.INSTANCE);
    }
    List<Var> parameters = new ArrayList<>();
    int count = dice.chance(10) ? 12 : dice.below(5);
    for (int i = 0; i < count; i++) {
      parameters.add(new Var("p" + i, dice.pick(Ty.COMMON), dice.chance(35)));
    }
    Exit exit = dice.pick(Exit.COROUTINE, Exit.COROUTINE, Exit.COROUTINE, Exit.FUTURE, Exit.STAGE);
    Owner owner = dice.pick(Owner.values());
    return new Signature("m" + number, parameters, dice.pick(Ty.COMMON), exit, owner);
  }

  private static Method method(Signature signature, List<Signature> callees, Dice dice, int level) {
    Context context = new Context(dice, level, signature.owner(), callees);
    Scope scope =
        new Scope(true, signature.owner().isStatic(), signature.exit(), signature.result());
    signature.parameters().forEach(scope::declare);
    int depth = dice.chance(30) ? DEPTH : DEPTH - 1;
    return new Method(signature, context.statements.body(scope, 2 + dice.below(6), depth));
  }
}
