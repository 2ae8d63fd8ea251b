package dev.fermata.javac;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** A file of arguments as javac takes it: words, quoted words, and comments behind a {@code #}. */
final class ArgumentFile {
  private final String text;
  private int at;

  private ArgumentFile(String text) {
    this.text = text;
  }

  /** The arguments that an argument stands for: those of the file where it begins with an at. */
  static List<String> expanded(String argument) {
    if (!argument.startsWith("@") || argument.startsWith("@@")) {
      return List.of(argument);
    }
    try {
      return words(Files.readString(Path.of(argument.substring(1))));
    } catch (IOException | RuntimeException e) {
      // Javac has read it, or has said why it cannot.
      return List.of();
    }
  }

  /** The words of a text in which nothing is quoted. */
  static List<String> plainWords(String text) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text);
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }

  /** The arguments in a text. */
  static List<String> words(String text) {
    ArgumentFile file = new ArgumentFile(text);
    List<String> words = new ArrayList<>();
    for (String word = file.next(); word != null; word = file.next()) {
      words.add(word);
    }
    return words;
  }

  private String next() {
    skip();
    if (at == text.length()) {
      return null;
    }
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      char c = text.charAt(at++);
      if (c == '"' || c == '\'') {
        quoted(c, word);
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private void quoted(char quote, StringBuilder word) {
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      word.append(c);
    }
    at = Math.min(at + 1, text.length());
  }
}
