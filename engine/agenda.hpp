// The future: a set of planned events in total order (time, then order of planning), as values.
// 16-byte keys in a 4-ary heap, payloads in a slab; re-arming a timer is one store.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/key_heap.hpp"
#include "engine/time.hpp"
#include "engine/wide.hpp"

namespace engine {

/// An armed deadline that is moved far more often than it fires. Deferred: a re-arm to a later
/// instant only stores it; the one planned entry re-inserts itself, keeping the planning order of
/// the arming, when it comes up too early.
struct TimerId {
    std::uint32_t value = UINT32_MAX;
    bool operator==(const TimerId&) const = default;
};

/// How many planning orders an agenda has in its life, and how many events (and, apart from
/// them, timers) at a time: 40 bits and 23 bits of the key; the last bit tells events from timers.
struct AgendaLimits {
    static constexpr std::uint64_t orders = std::uint64_t{1} << 40U;
    static constexpr std::uint32_t slots = std::uint32_t{1} << 23U;
};

/// `Payload`: trivially copyable, unique object representations, 4 to 32 bytes. An agenda is a
/// value: assigning it to a kept one reuses that one's memory, and both run on alike.
/// When a limit is reached, `exhausted()` turns true instead of wrapping and nothing more is
/// planned or armed; the run's verdict names the limit. `Limits` is smaller in tests only.
template <class Payload, class Limits = AgendaLimits>
class Agenda {
    static_assert(std::is_trivially_copyable_v<Payload>);
    static_assert(std::has_unique_object_representations_v<Payload>);
    static_assert(sizeof(Payload) >= sizeof(std::uint32_t) && sizeof(Payload) <= 32);
    static_assert(Limits::orders <= AgendaLimits::orders && Limits::slots <= AgendaLimits::slots);

  public:
    struct Due {
        TrueTime at;
        Payload what;
    };

    /// REQUIRES: not before the last event taken out; before TrueTime::never().
    void plan(TrueTime at, const Payload& what);

    /// A timer whose firing dispatches `what`; disarmed.
    TimerId make_timer(const Payload& what);
    /// What it dispatches from now on.
    void set_payload(TimerId timer, const Payload& what);
    /// Fires once at `deadline`, ordered as planned now; an earlier arming is forgotten.
    /// REQUIRES: as `plan`.
    void arm(TimerId timer, TrueTime deadline);
    void disarm(TimerId timer);
    void drop_timer(TimerId timer);  ///< the id may be reused
    [[nodiscard]] bool armed(TimerId timer) const;
    [[nodiscard]] TrueTime deadline(TimerId timer) const;  ///< REQUIRES: armed

    /// Takes the next event out. False if nothing is pending (disarmed timers are not pending).
    bool pop(Due& next);
    /// Instant of the next event, TrueTime::never() if none.
    [[nodiscard]] TrueTime next();
    [[nodiscard]] std::size_t pending() const {
        return keys_.size() - timer_entries_ + timers_armed_;
    }
    [[nodiscard]] bool exhausted() const { return exhausted_; }
    /// What the heap holds: `pending`, and outdated entries, at most two for each timer made.
    [[nodiscard]] std::size_t entries() const { return keys_.size(); }

  private:
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr std::uint64_t last_order = Limits::orders - 1;
    static constexpr std::uint32_t timer_bit = std::uint32_t{1} << 23U;
    static constexpr std::uint32_t slot_mask = (std::uint32_t{1} << 24U) - 1;
    static constexpr std::size_t most_entries = 2;

    /// The key it is due at, and the keys under which it stands in the heap, latest first. While
    /// it is armed the last of them is not after `due`; whatever else comes up vanishes. They stay
    /// with the slot when the timer is dropped: whoever reuses the slot inherits them.
    struct Timer {
        Wide due = 0;  ///< 0: disarmed
        std::array<Wide, most_entries> entries{};
        std::uint32_t entry_count = 0;
        std::uint32_t next_free = none;
        bool in_use = false;
        Payload what;
    };

    [[nodiscard]] static std::uint32_t slot_of(Wide key) {
        return static_cast<std::uint32_t>(key) & slot_mask;
    }
    [[nodiscard]] static TrueTime time_of(Wide key) {
        return TrueTime{static_cast<std::int64_t>(static_cast<std::uint64_t>(key >> 64U))};
    }
    [[nodiscard]] Timer& timer_of(Wide key) { return timers_[slot_of(key) & ~timer_bit]; }
    [[nodiscard]] const Timer* find(TimerId timer) const;
    [[nodiscard]] Timer* find(TimerId timer);

    [[nodiscard]] Wide next_key(TrueTime at, std::uint32_t slot);
    [[nodiscard]] std::uint32_t take_slot(const Payload& what);
    void release_slot(std::uint32_t slot);
    std::uint32_t exhaust();
    void fetch_ahead() const;
    void plan_entry(Timer& timer);
    void come_up_early(Timer& timer);
    bool settle();

    KeyHeap keys_;
    std::vector<Payload> payloads_;  ///< a free one begins with the number of the next free one
    std::vector<Timer> timers_;
    TrueTime now_;             ///< of the last event taken out
    std::uint64_t order_ = 0;  ///< the last one given; the first is 1, so no key is 0
    std::size_t timer_entries_ = 0;
    std::size_t timers_armed_ = 0;
    std::uint32_t free_slot_ = none;
    std::uint32_t free_timer_ = none;
    bool exhausted_ = false;
};

}  // namespace engine

#include "engine/agenda_inl.hpp"
#include "engine/agenda_timers_inl.hpp"
