// Definitions of the members of Agenda that deal with events; included by agenda.hpp.
// A key is time (64 bits), planning order (40), slot (24, the first of which marks a timer).
#pragma once

#include <cstring>

#include "engine/agenda.hpp"
#include "engine/assert.hpp"

namespace engine {

template <class Payload, class Limits>
void Agenda<Payload, Limits>::plan(TrueTime at, const Payload& what) {
    const std::uint32_t slot = take_slot(what);
    if (slot != none) keys_.push(next_key(at, slot));
}

template <class Payload, class Limits>
bool Agenda<Payload, Limits>::pop(Due& next) {
    if (!settle()) return false;
    const Wide key = keys_.top();
    const std::uint32_t slot = slot_of(key);
    now_ = next.at = time_of(key);
    if ((slot & timer_bit) == 0) {
        next.what = payloads_[slot];
        release_slot(slot);
    } else {
        Timer& timer = timer_of(key);
        next.what = timer.what;
        timer.due = 0;
        --timer.entry_count;
        --timer_entries_;
        --timers_armed_;
    }
    keys_.pop();
    fetch_ahead();
    return true;
}

/// Asks the cache for what the top refers to, well before the next event is taken out: with tens
/// of thousands pending that saves a third of an event's time (bench/README.md).
template <class Payload, class Limits>
void Agenda<Payload, Limits>::fetch_ahead() const {
    if (keys_.empty()) return;
    const std::uint32_t slot = slot_of(keys_.top());
    if ((slot & timer_bit) == 0) {
        __builtin_prefetch(&payloads_[slot]);
    } else {
        __builtin_prefetch(&timers_[slot & ~timer_bit]);
    }
}

template <class Payload, class Limits>
TrueTime Agenda<Payload, Limits>::next() {
    return settle() ? time_of(keys_.top()) : TrueTime::never();
}

template <class Payload, class Limits>
Wide Agenda<Payload, Limits>::next_key(TrueTime at, std::uint32_t slot) {
    SIM_ASSERT(at >= now_);
    SIM_ASSERT(at < TrueTime::never());
    const std::uint64_t order = ++order_;
    return static_cast<Wide>(static_cast<std::uint64_t>(at.nanoseconds())) << 64U |
           (order << 24U | slot);
}

template <class Payload, class Limits>
std::uint32_t Agenda<Payload, Limits>::take_slot(const Payload& what) {
    const std::uint32_t slot = free_slot_;
    if (order_ >= last_order) return exhaust();
    if (slot == none) {
        if (payloads_.size() >= Limits::slots) return exhaust();
        payloads_.push_back(what);
        return static_cast<std::uint32_t>(payloads_.size() - 1);
    }
    Payload& place = payloads_[slot];
    std::memcpy(&free_slot_, &place, sizeof free_slot_);
    place = what;
    return slot;
}

template <class Payload, class Limits>
void Agenda<Payload, Limits>::release_slot(std::uint32_t slot) {
    void* const place = &payloads_[slot];
    std::memcpy(place, &free_slot_, sizeof free_slot_);
    free_slot_ = slot;
}

/// No order number is left afterwards, whatever the limit was that was reached.
template <class Payload, class Limits>
std::uint32_t Agenda<Payload, Limits>::exhaust() {
    order_ = last_order;
    exhausted_ = true;
    return none;
}

/// Makes the top of the heap the next event; false if there is none.
template <class Payload, class Limits>
bool Agenda<Payload, Limits>::settle() {
    while (!keys_.empty()) {
        const Wide top = keys_.top();
        if ((slot_of(top) & timer_bit) == 0) return true;
        Timer& timer = timer_of(top);
        if (timer.due == top) return true;
        come_up_early(timer);
    }
    return false;
}

}  // namespace engine
