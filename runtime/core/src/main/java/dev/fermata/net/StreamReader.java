package dev.fermata.net;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.core.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads lines, blocks and parts up to a separator from any {@link ByteSource}. It holds what has
 * arrived and was not asked for yet, and nothing while it has none. One task at a time reads.
 *
 * <p>When a read is cancelled or fails because of a limit, what has arrived stays here for the next
 * one.
 *
 * <p>asyncio: {@code StreamReader}.
 */
public final class StreamReader {
  private static final int DEFAULT_LIMIT = 65_536;
  private static final int SMALLEST_READ = 8_192;
  private static final int LARGEST_READ = 65_536;
  private static final byte[] EMPTY = {};
  private static final byte[] LINE_FEED = {'\n'};

  private final ByteSource source;
  private final int limit;
  private final Charset charset;

  /** What has arrived, from {@code start} to {@code end}. */
  private byte[] buffer = EMPTY;

  private int start;
  private int end;

  /** Before this, no separator begins; counted from {@code start}. */
  private int searched;

  /** How much is read at once: twice as much when all of it arrived. */
  private int readSize = SMALLEST_READ;

  private boolean ended;
  private boolean reading;

  /**
   * Makes a reader of lines in UTF-8 with a limit of 64 KiB.
   *
   * <p>asyncio: {@code StreamReader}.
   *
   * @param source where the bytes come from; nothing else is to read from it
   */
  public StreamReader(ByteSource source) {
    this(source, DEFAULT_LIMIT, StandardCharsets.UTF_8);
  }

  /**
   * Makes a reader.
   *
   * <p>asyncio: {@code StreamReader}, {@code limit}.
   *
   * @param source where the bytes come from; nothing else is to read from it
   * @param limit the most bytes that a line, or a part before a separator, may have
   * @param charset how lines are encoded; one in which a line feed is the byte 10
   */
  public StreamReader(ByteSource source, int limit, Charset charset) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " bytes makes no sense");
    }
    this.source = Objects.requireNonNull(source, "source");
    this.limit = limit;
    this.charset = Objects.requireNonNull(charset, "charset");
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads what is there, as soon as anything is.
   *
   * <p>asyncio: {@code StreamReader.read}.
   *
   * @param max the most bytes to read, at least 1
   * @return a coroutine that gives the bytes; none at the end of the input. Cancelling its task
   *     loses nothing
   * @throws IOException thrown by the coroutine: when the input has failed
   */
  public Coroutine<byte[]> read(int max) throws IOException {
    if (max < 1) {
      throw new IllegalArgumentException("to read at most " + max + " bytes makes no sense");
    }
    return new Some(this, max);
  }

  /**
   * Reads so many bytes.
   *
   * <p>asyncio: {@code StreamReader.readexactly}.
   *
   * @param count the number of bytes, not negative
   * @return a coroutine that gives the bytes. Cancelling its task loses nothing
   * @throws IOException thrown by the coroutine: {@link IncompleteReadException} when the input
   *     ends before; or when it has failed
   */
  public Coroutine<byte[]> readExactly(int count) throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("the number of bytes is negative: " + count);
    }
    return new Exactly(this, count);
  }

  /**
   * Reads up to and including a separator.
   *
   * <p>asyncio: {@code StreamReader.readuntil}.
   *
   * @param separator what ends the part, at least one byte
   * @return a coroutine that gives the part, with the separator at its end. Cancelling its task
   *     loses nothing
   * @throws IOException thrown by the coroutine: {@link IncompleteReadException} when the input
   *     ends before; {@link LimitExceededException} when the part is too long; or when the input
   *     has failed
   */
  public Coroutine<byte[]> readUntil(byte... separator) throws IOException {
    if (separator.length == 0) {
      throw new IllegalArgumentException("the separator is empty");
    }
    return new Until(this, separator.clone());
  }

  /**
   * Reads the next line.
   *
   * <p>asyncio: {@code StreamReader.readline}.
   *
   * @return a coroutine that gives the line without the line feed, or carriage return and line
   *     feed, that ends it; null at the end of the input. The last line may lack its end.
   *     Cancelling its task loses nothing
   * @throws IOException thrown by the coroutine: {@link LimitExceededException} when the line is
   *     too long; or when the input has failed
   */
  public Coroutine<String> readLine() throws IOException {
    return new Line(this);
  }

  /**
   * Reads to the end of the input.
   *
   * <p>asyncio: {@code StreamReader.read}.
   *
   * @param most the most bytes that there may be
   * @return a coroutine that gives them. Cancelling its task loses nothing
   * @throws IOException thrown by the coroutine: {@link LimitExceededException} when there are
   *     more; or when the input has failed
   */
  public Coroutine<byte[]> readAll(int most) throws IOException {
    return new All(this, most);
  }

  /**
   * The lines that follow, one after the other.
   *
   * <p>asyncio: {@code async for}.
   *
   * @return an iterator; to close it closes nothing
   */
  public AsyncIterator<String> lines() {
    return new Lines(this);
  }

  /** Reads what is there from a source that knows buffers only. */
  static Coroutine<byte[]> readFrom(ByteSource source, int max) {
    return new FromBuffer(source, max);
  }

  // ---------------------------------------------------------------- the buffer

  private int available() {
    return end - start;
  }

  private void append(byte[] chunk) {
    ended = chunk.length == 0;
    if (chunk.length == readSize) {
      readSize = Math.min(readSize * 2, LARGEST_READ);
    } else if (chunk.length < readSize / 4) {
      readSize = Math.max(readSize / 2, SMALLEST_READ);
    }
    if (available() == 0) {
      buffer = chunk;
      start = 0;
      end = chunk.length;
      return;
    }
    if (buffer.length - end < chunk.length) {
      makeRoom(chunk.length);
    }
    System.arraycopy(chunk, 0, buffer, end, chunk.length);
    end += chunk.length;
  }

  private void makeRoom(int more) {
    int size = available();
    byte[] larger =
        new byte[Math.max(size + more, (int) Math.min(2L * size, Integer.MAX_VALUE - 8))];
    System.arraycopy(buffer, start, larger, 0, size);
    buffer = larger;
    start = 0;
    end = size;
  }

  private byte[] take(int count) {
    if (start == 0 && count == buffer.length) {
      byte[] all = buffer;
      drop(count);
      return all;
    }
    byte[] taken = Arrays.copyOfRange(buffer, start, start + count);
    drop(count);
    return taken;
  }

  private void drop(int count) {
    start += count;
    searched = 0;
    if (start == end) {
      buffer = EMPTY;
      start = 0;
      end = 0;
    }
  }

  /** The length of the part before the next separator; -1 when none has arrived. */
  private int find(byte[] separator) {
    int last = end - separator.length;
    for (int at = start + searched; at <= last; at++) {
      if (buffer[at] == separator[0]
          && Arrays.equals(buffer, at, at + separator.length, separator, 0, separator.length)) {
        return at - start;
      }
    }
    searched = Math.max(0, last + 1 - start);
    return -1;
  }

  private void checkLimit(int length, String what) throws LimitExceededException {
    if (length > limit) {
      searched = 0;
      throw new LimitExceededException(what, limit);
    }
  }

  @Override
  public String toString() {
    return "StreamReader[" + Words.of(source) + ", " + available() + " bytes are here]";
  }

  // ---------------------------------------------------------------- the operations

  /** Reads on until enough has arrived. */
  private abstract static class Operation<T> extends SteppedCoroutine<T> {
    static final Object MORE = new Object();

    private static final int ARRIVED = 1;

    final StreamReader reader;
    private boolean begun;

    Operation(StreamReader reader) {
      this.reader = reader;
    }

    /** Takes what was asked for; {@link #MORE} when that has not arrived yet. */
    abstract Object take() throws IOException;

    /** How much to read at once. */
    int most() {
      return reader.readSize;
    }

    @Override
    protected String publicName() {
      return "StreamReader";
    }

    @Override
    protected Object step(int point, Object value) throws IOException {
      if (point == START) {
        if (reader.reading) {
          throw new IllegalStateException("another task reads from " + reader);
        }
        reader.reading = true;
        begun = true;
        reader.searched = 0;
      } else {
        reader.append((byte[]) value);
      }
      Object taken = take();
      return taken == MORE ? await(reader.source.read(most()), ARRIVED) : taken;
    }

    @Override
    protected void ended() {
      if (begun) {
        reader.reading = false;
      }
    }
  }

  private static final class Some extends Operation<byte[]> {
    private final int max;

    Some(StreamReader reader, int max) {
      super(reader);
      this.max = max;
    }

    @Override
    int most() {
      return max;
    }

    @Override
    Object take() {
      return reader.available() == 0 && !reader.ended
          ? MORE
          : reader.take(Math.min(max, reader.available()));
    }
  }

  private static final class Exactly extends Operation<byte[]> {
    private final int count;

    Exactly(StreamReader reader, int count) {
      super(reader);
      this.count = count;
    }

    @Override
    Object take() throws IncompleteReadException {
      if (reader.available() >= count) {
        return reader.take(count);
      }
      if (reader.ended) {
        throw new IncompleteReadException(reader.take(reader.available()), count);
      }
      return MORE;
    }
  }

  private static final class Until extends Operation<byte[]> {
    private final byte[] separator;

    Until(StreamReader reader, byte[] separator) {
      super(reader);
      this.separator = separator;
    }

    @Override
    Object take() throws IOException {
      int length = reader.find(separator);
      reader.checkLimit(length < 0 ? reader.searched : length, "a part before a separator");
      if (length >= 0) {
        return reader.take(length + separator.length);
      }
      if (reader.ended) {
        throw new IncompleteReadException(reader.take(reader.available()), -1);
      }
      return MORE;
    }
  }

  private static final class Line extends Operation<String> {
    Line(StreamReader reader) {
      super(reader);
    }

    @Override
    Object take() throws IOException {
      int length = reader.find(LINE_FEED);
      reader.checkLimit(length < 0 ? reader.available() : length, "a line");
      if (length >= 0) {
        return line(length, length + 1);
      }
      if (!reader.ended) {
        return MORE;
      }
      int rest = reader.available();
      return rest == 0 ? null : line(rest, rest);
    }

    private String line(int length, int dropped) {
      boolean hasReturn =
          length < dropped && length > 0 && reader.buffer[reader.start + length - 1] == '\r';
      String text =
          new String(reader.buffer, reader.start, hasReturn ? length - 1 : length, reader.charset);
      reader.drop(dropped);
      return text;
    }
  }

  private static final class All extends Operation<byte[]> {
    private final int most;

    All(StreamReader reader, int most) {
      super(reader);
      this.most = most;
    }

    @Override
    Object take() throws LimitExceededException {
      if (reader.available() > most) {
        throw new LimitExceededException("what is to be read as a whole", most);
      }
      return reader.ended ? reader.take(reader.available()) : MORE;
    }
  }

  /** One read through a buffer of its own. */
  private static final class FromBuffer extends SteppedCoroutine<byte[]> {
    private static final int READ = 1;

    private final ByteSource source;
    private final ByteBuffer buffer;

    FromBuffer(ByteSource source, int max) {
      this.source = source;
      this.buffer = ByteBuffer.allocate(max);
    }

    @Override
    protected String publicName() {
      return "read";
    }

    @Override
    protected Object step(int point, Object value) throws IOException {
      return point == START
          ? await(source.read(buffer), READ)
          : Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  private static final class Lines implements AsyncIterator<String> {
    private final StreamReader reader;
    private String line;
    private boolean closed;

    Lines(StreamReader reader) {
      this.reader = reader;
    }

    @Override
    public Coroutine<Boolean> advance() {
      return closed ? Coroutine.of(false) : new Advance(this);
    }

    @Override
    public String current() {
      if (line == null) {
        throw new IllegalStateException("there is no line here: advance has not given true");
      }
      return line;
    }

    @Override
    public Coroutine<Void> close() {
      closed = true;
      line = null;
      return Coroutine.done();
    }
  }

  private static final class Advance extends SteppedCoroutine<Boolean> {
    private static final int READ = 1;

    private final Lines lines;

    Advance(Lines lines) {
      this.lines = lines;
    }

    @Override
    protected String publicName() {
      return "StreamReader";
    }

    @Override
    protected Object step(int point, Object value) throws IOException {
      if (point == START) {
        lines.line = null;
        return await(lines.reader.readLine(), READ);
      }
      lines.line = (String) value;
      return value != null;
    }
  }
}
