package dev.fermata.transformer.scan;

import dev.fermata.transformer.model.RuntimeNames;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Reads the constants that code refers to (JVMS 4.4). */
final class UsedConstants {
  private static final String RETURNS_COROUTINE = ")L" + RuntimeNames.COROUTINE + ";";

  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int DYNAMIC = 17;
  private static final int INVOKE_DYNAMIC = 18;

  private final ClassReader reader;
  private final char[] buffer;
  private final int bootstrapMethods;
  private final String owner;
  private final Set<String> lambdaBodies = new HashSet<>();

  /**
   * For one class.
   *
   * @param bootstrapMethods where its table of bootstrap methods begins; 0 where it has none
   */
  UsedConstants(ClassReader reader, char[] buffer, int bootstrapMethods) {
    this.reader = reader;
    this.buffer = buffer;
    this.bootstrapMethods = bootstrapMethods;
    this.owner = reader.getClassName();
  }

  /** Whether an index is that of the descriptor of {@code Async}. */
  boolean isAsync(int index) {
    if (index <= 0 || index >= reader.getItemCount()) {
      return false;
    }
    int item = reader.getItem(index);
    return item > 0
        && reader.readByte(item - 1) == 1
        && reader.readUnsignedShort(item) == RuntimeNames.ASYNC_DESC.length()
        && isAsyncText(item + 2);
  }

  private boolean isAsyncText(int offset) {
    for (int i = 0; i < RuntimeNames.ASYNC_DESC.length(); i++) {
      if (reader.readByte(offset + i) != RuntimeNames.ASYNC_DESC.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a method with an instruction that uses a constant may concern the transformer: the
   * constant is {@code Fermata.await}, or a method that gives a coroutine, or a lambda of those.
   */
  boolean concerns(int index) {
    int item = reader.getItem(index);
    return switch (tag(item)) {
      case METHOD, INTERFACE_METHOD ->
          isAwait(item) || descriptor(item).endsWith(RETURNS_COROUTINE);
      case INVOKE_DYNAMIC -> concernsAnyHandle(item);
      default -> false;
    };
  }

  private boolean concernsAnyHandle(int call) {
    boolean concerns = false;
    int arguments = arguments(call);
    for (int i = 0; i < reader.readUnsignedShort(arguments); i++) {
      int item = reader.getItem(reader.readUnsignedShort(arguments + 2 + 2 * i));
      if (tag(item) == METHOD_HANDLE) {
        int member = member(item);
        concerns |= isAwait(member);
        if (owner(member).equals(owner)) {
          lambdaBodies.add(name(member) + descriptor(member));
        }
      }
    }
    return concerns;
  }

  /** The own methods of the lambdas among the constants that were asked about. */
  Set<String> lambdaBodies() {
    return lambdaBodies;
  }

  /** Tells the types that a constant mentions. */
  void mentions(int index, Mentions mentions) {
    int item = reader.getItem(index);
    switch (tag(item)) {
      case CLASS -> mentions.named(reader.readUTF8(item, buffer));
      case STRING -> mentions.named("java/lang/String");
      case FIELD, METHOD, INTERFACE_METHOD -> {
        mentions.named(owner(item));
        mentions.passedIn(descriptor(item));
      }
      case METHOD_HANDLE -> mentions.named(owner(member(item)));
      case METHOD_TYPE -> mentions.namedIn(reader.readUTF8(item, buffer));
      case DYNAMIC -> mentions.namedIn(descriptor(item));
      case INVOKE_DYNAMIC -> {
        mentions.namedIn(descriptor(item));
        int arguments = arguments(item);
        for (int i = 0; i < reader.readUnsignedShort(arguments); i++) {
          mentions(reader.readUnsignedShort(arguments + 2 + 2 * i), mentions);
        }
      }
      default -> {
        // A number mentions no type.
      }
    }
  }

  // ------------------------------------------------------------------ items

  private int tag(int item) {
    return reader.readByte(item - 1);
  }

  private boolean isAwait(int member) {
    return owner(member).equals(RuntimeNames.FERMATA) && name(member).equals(RuntimeNames.AWAIT);
  }

  private int member(int handle) {
    return reader.getItem(reader.readUnsignedShort(handle + 1));
  }

  private String owner(int member) {
    return reader.readClass(member, buffer);
  }

  private String name(int member) {
    return reader.readUTF8(nameAndType(member), buffer);
  }

  private String descriptor(int member) {
    return reader.readUTF8(nameAndType(member) + 2, buffer);
  }

  private int nameAndType(int member) {
    return reader.getItem(reader.readUnsignedShort(member + 2));
  }

  /** Where the number of the arguments of a dynamic call's bootstrap method stands. */
  private int arguments(int call) {
    int at = bootstrapMethods + 2;
    for (int left = reader.readUnsignedShort(call); left > 0; left--) {
      at += 4 + 2 * reader.readUnsignedShort(at + 2);
    }
    return at + 2;
  }
}
