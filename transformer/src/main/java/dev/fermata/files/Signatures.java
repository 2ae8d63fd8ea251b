package dev.fermata.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A jar's signatures: files in {@code META-INF} and digests in the manifest (the JAR File
 * Specification, "Signed JAR File").
 */
final class Signatures {
  private static final Pattern SIGNATURE_FILE =
      Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern DIGEST = Pattern.compile("[a-z0-9-]+-digest(-[a-z-]+)?");

  private static final Pattern BEFORE_BLANK_LINE =
      Pattern.compile("(?<=\n)(?=\r?\n)|(?<=\r)(?=\r)");

  /** A line that starts with a space goes on with the attribute before it. */
  private static final Pattern BEFORE_ATTRIBUTE = Pattern.compile("(?<=\n)(?! )|(?<=\r)(?![ \n])");

  private Signatures() {}

  /** The indexes of the entries that hold signatures; none for a jar that is not signed. */
  static Set<Integer> find(Archive archive) {
    return archive.entries().stream()
        .filter(entry -> SIGNATURE_FILE.matcher(upperCase(entry)).matches())
        .map(ArchiveEntry::index)
        .collect(Collectors.toSet());
  }

  /** Whether an entry is the manifest. */
  static boolean isManifest(ArchiveEntry entry) {
    return upperCase(entry).equals(MANIFEST);
  }

  private static String upperCase(ArchiveEntry entry) {
    return entry.name().toUpperCase(Locale.ROOT);
  }

  /** The manifest without digests, and without the sections that had nothing else. */
  static byte[] withoutDigests(byte[] manifest) {
    // Each byte is a character of its own here, so that nothing else changes.
    String text = new String(manifest, StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (String section : BEFORE_BLANK_LINE.splitAsStream(text).toList()) {
      String without = filterAttributes(section, name -> !DIGEST.matcher(name).matches());
      boolean nothingLeft =
          !without.equals(section)
              && filterAttributes(without, name -> !name.equals("name")).isBlank();
      if (!nothingLeft) {
        kept.writeBytes(without.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return kept.toByteArray();
  }

  /**
   * Keeps the attributes with the wanted names, given in lower case; a line that starts with a
   * space goes on.
   */
  private static String filterAttributes(String section, Predicate<String> wanted) {
    StringBuilder kept = new StringBuilder();
    for (String attribute : BEFORE_ATTRIBUTE.splitAsStream(section).toList()) {
      int colon = attribute.indexOf(':');
      String name = attribute.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
      if (colon < 0 || wanted.test(name)) {
        kept.append(attribute);
      }
    }
    return kept.toString();
  }
}
