package dev.fermata.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Writes zip files byte by byte, also such as no tool writes. Data are stored, not compressed. */
final class RawZip {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;

  /**
   * One entry.
   *
   * @param name each character a byte, so that names need not be UTF-8
   * @param size the size to declare
   * @param packedSize the packed size to declare
   * @param zip64 whether sizes and position stand in 64 bits
   * @param headerPosition the position to declare, or -1 for the true one
   */
  record Entry(
      String name,
      byte[] data,
      int flags,
      int method,
      long size,
      long packedSize,
      boolean zip64,
      long headerPosition) {

    static Entry of(String name, byte[] data) {
      return new Entry(name, data, 0, 0, data.length, data.length, false, -1);
    }

    Entry withFlags(int newFlags) {
      return new Entry(name, data, newFlags, method, size, packedSize, zip64, headerPosition);
    }

    Entry withMethod(int newMethod) {
      return new Entry(name, data, flags, newMethod, size, packedSize, zip64, headerPosition);
    }

    Entry withSize(long newSize) {
      return new Entry(name, data, flags, method, newSize, packedSize, zip64, headerPosition);
    }

    Entry withZip64() {
      return new Entry(name, data, flags, method, size, packedSize, true, headerPosition);
    }

    Entry at(long position) {
      return new Entry(name, data, flags, method, size, packedSize, zip64, position);
    }
  }

  /** A zip file of these entries. */
  static byte[] of(Entry... entries) {
    RawZip zip = new RawZip();
    for (Entry entry : entries) {
      zip.add(entry);
    }
    return zip.end();
  }

  private void add(Entry entry) {
    long position = entry.headerPosition() < 0 ? bytes.size() : entry.headerPosition();
    byte[] name = entry.name().getBytes(ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(entry.data());
    ByteBuffer header = buffer();
    header.putInt(0x04034b50).putShort((short) 45);
    putMiddle(header, entry, (int) crc.getValue());
    header.putShort((short) name.length).putShort((short) (entry.zip64() ? 20 : 0)).put(name);
    if (entry.zip64()) {
      header.putShort((short) 1).putShort((short) 16).putLong(entry.size());
      header.putLong(entry.packedSize());
    }
    append(bytes, header);
    bytes.writeBytes(entry.data());

    ByteBuffer listing = buffer();
    listing.putInt(0x02014b50).putShort((short) 45).putShort((short) 45);
    putMiddle(listing, entry, (int) crc.getValue());
    listing.putShort((short) name.length).putShort((short) (entry.zip64() ? 28 : 0));
    listing.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    listing.putInt(entry.zip64() ? -1 : (int) position).put(name);
    if (entry.zip64()) {
      listing.putShort((short) 1).putShort((short) 24).putLong(entry.size());
      listing.putLong(entry.packedSize()).putLong(position);
    }
    append(directory, listing);
    count++;
  }

  private static void putMiddle(ByteBuffer buffer, Entry entry, int crc) {
    buffer.putShort((short) entry.flags()).putShort((short) entry.method()).putInt(0).putInt(crc);
    buffer.putInt(entry.zip64() ? -1 : (int) entry.packedSize());
    buffer.putInt(entry.zip64() ? -1 : (int) entry.size());
  }

  private byte[] end() {
    int start = bytes.size();
    bytes.writeBytes(directory.toByteArray());
    byte[] comment = "the end".getBytes(UTF_8);
    ByteBuffer end = buffer();
    end.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
    end.putInt(directory.size()).putInt(start).putShort((short) comment.length).put(comment);
    append(bytes, end);
    return bytes.toByteArray();
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void append(ByteArrayOutputStream out, ByteBuffer buffer) {
    byte[] written = new byte[buffer.position()];
    buffer.get(0, written);
    out.writeBytes(written);
  }
}
