package dev.fermata.checks.processors;

import static dev.fermata.Fermata.await;

import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.util.ServiceLoader;
import javax.inject.Inject;
import lombok.Data;
import org.mapstruct.Mapper;
import org.mapstruct.factory.Mappers;

/** Dagger writes the component, Lombok the accessors, MapStruct the mapper. */
@Component(modules = House.Bells.class)
interface House {
  Door door();

  @Data
  class Guest {
    private String name;
    private int times;
  }

  @Data
  class Entry {
    private String name;
    private int times;
  }

  @Mapper
  interface Entries {
    Entry entry(Guest guest);
  }

  @Module
  final class Bells {
    private Bells() {}

    @Provides
    static Bell bell() {
      return ServiceLoader.load(Bell.class).findFirst().orElseThrow();
    }
  }

  /** Rings for each visit, and writes it down. */
  final class Door {
    private final Bell bell;

    @Inject
    Door(Bell bell) {
      this.bell = bell;
    }

    @Async
    Coroutine<Entry> visit(Guest guest) {
      while (guest.getTimes() < 2) {
        guest.setTimes(guest.getTimes() + await(bell.ring()));
      }
      return Coroutine.of(Mappers.getMapper(Entries.class).entry(guest));
    }
  }
}
