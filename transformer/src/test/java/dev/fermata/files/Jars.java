package dev.fermata.files;

import static dev.fermata.files.TextTransform.classFile;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes and describes jars by means of {@code java.util.zip}. */
final class Jars {
  private static final long LONG_AGO = 1_000_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  /** A jar of everything: all kinds of entries in no special order. */
  static byte[] mixed() throws IOException {
    return new Jars()
        .deflated("META-INF/", "")
        .deflated("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n")
        .stored("z/Stored.class", classFile("async stored"))
        .deflated("z/Deflated.class", classFile("async " + "deflated ".repeat(50)))
        .deflated("z/res.txt", "async resource ".repeat(20))
        .stored("lib/inner.jar", new Jars().deflated("In.class", classFile("async in")).jar())
        .deflated("META-INF/versions/11/z/Deflated.class", classFile("async eleven"))
        .deflated("META-INF/versions/17/z/Deflated.class", classFile("plain seventeen"))
        .stored("a/Plain.class", classFile("plain"))
        .comment("the comment of the jar: größer")
        .jar();
  }

  Jars deflated(String name, String text) throws IOException {
    return deflated(name, text.getBytes(UTF_8));
  }

  /** Adds an entry whose sizes follow its data, as this is how the JDK writes them. */
  Jars deflated(String name, byte[] data) throws IOException {
    return add(new ZipEntry(name), data);
  }

  Jars stored(String name, byte[] data) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(data);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCrc(crc.getValue());
    return add(entry, data);
  }

  private Jars add(ZipEntry entry, byte[] data) throws IOException {
    entry.setTime(LONG_AGO + entry.getName().length() * 2000L);
    entry.setComment("comment of " + entry.getName());
    entry.setExtra(new byte[] {(byte) 0xFE, (byte) 0xCA, 2, 0, 7, 8});
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
    return this;
  }

  Jars comment(String comment) {
    zip.setComment(comment);
    return this;
  }

  byte[] jar() throws IOException {
    zip.close();
    return bytes.toByteArray();
  }

  /** All that the JDK tells of each entry but sizes, in order, and the archive's comment. */
  static List<String> description(Path jar) throws IOException {
    List<String> lines = new ArrayList<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      lines.add("archive: " + file.getComment());
      for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] data = file.getInputStream(entry).readAllBytes();
        lines.add(
            String.join(
                " | ",
                entry.getName(),
                entry.getMethod() == ZipEntry.STORED ? "stored" : "deflated",
                entry.getLastModifiedTime().toString(),
                HexFormat.of().formatHex(entry.getExtra()),
                entry.getComment(),
                FilesFixture.text(data)));
      }
    }
    return lines;
  }

  /** Names and texts as a reader finds them who goes through the archive without its directory. */
  static List<String> streamed(byte[] jar) throws IOException {
    List<String> lines = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        lines.add(entry.getName() + ": " + FilesFixture.text(in.readAllBytes()));
      }
    }
    return lines;
  }
}
