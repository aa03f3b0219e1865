// Logics that are not deterministic, each in its own way: a toy that plays ping-pong, and asks
// something that it must not ask before it sets its timer. The check has to find every one.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "tests/sim/ping_pong.hpp"

namespace planted {

/// A toy whose timers and messages are shifted by what `Fault` says. Whatever Fault is a value of
/// the logic: it is copied with it.
template <class Fault>
class Toy : public toys::PingPong {
  public:
    using toys::PingPong::PingPong;

    void step(failover::Instant now, failover::Pid process, std::span<const failover::Input> inputs,
              failover::Outbox& out) {
        toys::PingPong::step(now, process, inputs, out);
        const std::int32_t shift = fault_.ask();
        for (failover::Output& output : out.outputs()) {
            if (auto* timer = std::get_if<failover::SetTimer>(&output.what)) {
                timer->at_most += std::chrono::nanoseconds{shift};
            }
        }
    }

  private:
    Fault fault_;
};

/// Deterministic: the control.
struct Nothing {
    std::int32_t ask() { return 7; }
};

/// Where something lies decides.
struct AddressHashed {
    std::int32_t ask() {
        const auto there = std::make_unique<std::array<char, 100>>();
        return static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(there.get()) >> 4U &
                                         0xfffffU);
    }
};

/// The padding of a payload is sent along.
struct PaddingRead {
    struct Payload {
        std::uint8_t kind = 0;  // three bytes follow that nobody writes
        std::int32_t value = 0;
    };
    std::int32_t ask() {
        // In a room of its own, large enough that no small object has just lain there.
        const auto room = std::make_unique_for_overwrite<unsigned char[]>(3000);
        std::construct_at(reinterpret_cast<Payload*>(room.get() + 1024), std::uint8_t{1}, 2);
        const volatile unsigned char* bytes = room.get() + 1024;
        std::int32_t sum = 0;
        for (std::size_t at = 0; at < sizeof(Payload); ++at) sum = sum * 2 + bytes[at];
        return sum;
    }
};

/// The machine's clock decides.
struct WallClockRead {
    std::int32_t ask() {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return static_cast<std::int32_t>(now.count() & 0xfffff);
    }
};

/// Counts for all proxies and runs together.
struct StaticCounter {
    std::int32_t ask() {
        static std::int32_t count = 0;
        return ++count;
    }
};

/// Counts for itself, but a copy begins anew.
struct LeftBehindByCopies {
    std::int32_t count = 0;
    LeftBehindByCopies() = default;
    LeftBehindByCopies(const LeftBehindByCopies&) {}
    LeftBehindByCopies& operator=(const LeftBehindByCopies&) { return *this; }
    LeftBehindByCopies(LeftBehindByCopies&& other) noexcept : count(other.count) {}
    LeftBehindByCopies& operator=(LeftBehindByCopies&&) = default;
    ~LeftBehindByCopies() = default;
    std::int32_t ask() { return ++count; }
};

}  // namespace planted
