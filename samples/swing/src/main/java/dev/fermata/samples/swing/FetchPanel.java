package dev.fermata.samples.swing;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.sync.AsyncQueue;
import java.awt.BorderLayout;
import java.io.IOException;
import java.time.Duration;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;

/**
 * Fetches what is at an address, and shows it. All of this runs on Swing's thread, the coroutines
 * too: they may touch the components behind each await, and the listeners may touch the tasks.
 */
final class FetchPanel extends JPanel {
  private static final long serialVersionUID = 1L;

  final transient JTextField address = new JTextField("https://example.org", 30);
  final transient JButton fetch = new JButton("Fetch");
  final transient JButton cancel = new JButton("Cancel");
  final transient JLabel status = new JLabel("ready");
  final transient JTextArea text = new JTextArea(20, 60);

  private final transient Fetcher fetcher;

  /** The addresses that the user asks for. */
  private final transient AsyncQueue<String> wanted = new AsyncQueue<>();

  private transient Task<Void> showing;

  FetchPanel(Fetcher fetcher) {
    super(new BorderLayout());
    this.fetcher = fetcher;
    Box top = Box.createHorizontalBox();
    top.add(address);
    top.add(fetch);
    top.add(cancel);
    add(top, BorderLayout.NORTH);
    add(new JScrollPane(text), BorderLayout.CENTER);
    add(status, BorderLayout.SOUTH);
    cancel.setEnabled(false);
    fetch.addActionListener(event -> wanted.putNowait(address.getText()));
    cancel.addActionListener(event -> showing.cancel());
  }

  /** Serves the user, until it is cancelled. */
  @Async
  Coroutine<Void> run() {
    while (true) {
      String next = await(wanted.get());
      fetch.setEnabled(false);
      cancel.setEnabled(true);
      showing = createTask(show(next));
      await(gatherSettled(showing));
      fetch.setEnabled(true);
      cancel.setEnabled(false);
    }
  }

  @Async
  private Coroutine<Void> show(String next) {
    Task<Void> clock = createTask(showSeconds());
    String outcome = "cancelled";
    try {
      text.setText(await(fetcher.fetch(next)));
      outcome = "done";
    } catch (IOException e) {
      outcome = "failed: " + e.getMessage();
    } finally {
      clock.cancel();
      status.setText(outcome);
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> showSeconds() {
    for (int seconds = 0; ; seconds++) {
      status.setText("fetching, " + seconds + " s");
      await(sleep(Duration.ofSeconds(1)));
    }
  }
}
