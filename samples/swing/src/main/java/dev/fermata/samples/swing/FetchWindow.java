package dev.fermata.samples.swing;

import dev.fermata.EventLoop;
import java.awt.EventQueue;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.concurrent.CompletableFuture;
import javax.swing.JFrame;
import javax.swing.WindowConstants;

/** The program: a window with a {@link FetchPanel}, whose loop Swing's thread runs. */
public final class FetchWindow {
  private FetchWindow() {}

  /** Opens the window. */
  public static void main(String[] args) {
    EventQueue.invokeLater(FetchWindow::open);
  }

  private static void open() {
    FetchPanel panel = new FetchPanel(new HttpFetcher());
    CompletableFuture<Void> loop = EventLoop.runHosted(EventQueue::invokeLater, panel::run);
    JFrame window = new JFrame("Fetch");
    window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent event) {
            loop.cancel(false);
          }
        });
    window.add(panel);
    window.pack();
    window.setVisible(true);
  }
}
