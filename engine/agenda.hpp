// The future: a set of planned events in total order (time, then order of planning), as values.
// 16-byte keys in a 4-ary heap, payloads in a slab; re-arming a timer is one store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/time.hpp"

namespace engine {

/// An armed deadline that is moved far more often than it fires. Deferred: a re-arm to a later
/// instant only stores it; the one planned entry re-inserts itself, keeping the planning order of
/// the arming, when it comes up too early.
struct TimerId {
    std::uint32_t value = UINT32_MAX;
    bool operator==(const TimerId&) const = default;
};

/// `Payload`: trivially copyable, unique object representations, 32 bytes or fewer.
/// Planning order has 40 bits and pending events 24: `exhausted()` turns true instead of wrapping
/// and nothing more is planned; the run's verdict names the limit.
template <class Payload>
class Agenda {
    static_assert(std::is_trivially_copyable_v<Payload>);
    static_assert(std::has_unique_object_representations_v<Payload>);

  public:
    struct Due {
        TrueTime at;
        Payload what;
    };

    void plan(TrueTime at, const Payload& what);

    /// A timer whose firing dispatches `what`; disarmed.
    TimerId make_timer(const Payload& what);
    /// What it dispatches from now on.
    void set_payload(TimerId timer, const Payload& what);
    void arm(TimerId timer, TrueTime deadline);
    void disarm(TimerId timer);
    void drop_timer(TimerId timer);  ///< the id may be reused
    [[nodiscard]] bool armed(TimerId timer) const;
    [[nodiscard]] TrueTime deadline(TimerId timer) const;  ///< REQUIRES: armed

    /// Takes the next event out. False if nothing is pending (disarmed timers are not pending).
    bool pop(Due& next);
    /// Instant of the next event, TrueTime::never() if none.
    [[nodiscard]] TrueTime next();
    [[nodiscard]] std::size_t pending() const;
    [[nodiscard]] bool exhausted() const;
};

}  // namespace engine
