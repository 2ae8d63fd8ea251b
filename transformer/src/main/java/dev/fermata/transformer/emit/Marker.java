package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.RuntimeNames;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.ClassNode;

/**
 * The class attribute that says that a class has been transformed, and for which version of the
 * runtime interface.
 */
public final class Marker extends Attribute {
  private final int version;

  /** The marker of this release; also the prototype for reading. */
  public Marker() {
    this(RuntimeNames.ABI);
  }

  private Marker(int version) {
    super(RuntimeNames.MARKER);
    this.version = version;
  }

  /** The marker of a class; null where it has none. */
  public static Marker of(ClassNode node) {
    if (node.attrs != null) {
      for (Attribute attribute : node.attrs) {
        if (attribute instanceof Marker marker) {
          return marker;
        }
      }
    }
    return null;
  }

  /** The version of the runtime interface that the class was transformed for. */
  public int version() {
    return version;
  }

  @Override
  protected Attribute read(
      ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label[] labels) {
    return new Marker(reader.readUnsignedShort(offset));
  }

  @Override
  protected ByteVector write(
      ClassWriter classWriter, byte[] code, int codeLength, int maxStack, int maxLocals) {
    return new ByteVector().putShort(version);
  }
}
