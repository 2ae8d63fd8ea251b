package dev.fermata.transformer.cases.harness;

import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;

/** An attribute that no tool knows. */
public final class RawAttribute extends Attribute {
  private final byte[] content;
  private final boolean code;

  private RawAttribute(String name, byte[] content, boolean code) {
    super(name);
    this.content = content;
    this.code = code;
  }

  /** An attribute of a class, field or method. */
  public RawAttribute(String name, byte[] content) {
    this(name, content, false);
  }

  /** An attribute of a method's code. */
  public static RawAttribute ofCode(String name, byte[] content) {
    return new RawAttribute(name, content, true);
  }

  @Override
  public boolean isUnknown() {
    return false;
  }

  @Override
  public boolean isCodeAttribute() {
    return code;
  }

  @Override
  protected ByteVector write(
      ClassWriter writer, byte[] bytes, int length, int maxStack, int maxLocals) {
    return new ByteVector().putByteArray(content, 0, content.length);
  }
}
