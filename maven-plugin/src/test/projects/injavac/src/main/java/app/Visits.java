package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import lombok.Data;
import org.mapstruct.Mapper;
import org.mapstruct.factory.Mappers;

/** Lombok writes the accessors, MapStruct the mapper in a second round, and Fermata the rest. */
public final class Visits {
  private Visits() {}

  @Data
  static class Visitor {
    private String name;
    private int times;

    @Async
    Coroutine<Visitor> visit() {
      await(yieldNow());
      setTimes(getTimes() + 1);
      return Coroutine.of(this);
    }
  }

  @Data
  static class Entry {
    private String name;
    private int times;
  }

  @Mapper
  interface Entries {
    Entry entry(Visitor visitor);
  }

  @Async
  static Coroutine<Entry> visits(Visitor visitor) {
    await(visitor.visit());
    await(visitor.visit());
    return Coroutine.of(Mappers.getMapper(Entries.class).entry(visitor));
  }

  public static void main(String[] arguments) {
    Visitor visitor = new Visitor();
    visitor.setName(arguments[0]);
    System.out.println(run(visits(visitor)));
  }
}
