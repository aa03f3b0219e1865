// Definitions of the members of Agenda; included by agenda.hpp.
// The heap may hold entries of a timer that are outdated; `settle` clears them off its top.
#pragma once

#include <cstring>

#include "engine/agenda.hpp"
#include "engine/assert.hpp"

namespace engine {

template <class Payload, class Limits>
void Agenda<Payload, Limits>::plan(TrueTime at, const Payload& what) {
    if (exhausted_) return;
    const std::uint32_t slot = take_slot(what);
    if (slot == none) return;
    keys_.push(next_key(at, slot));
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
    return true;
}

template <class Payload, class Limits>
TrueTime Agenda<Payload, Limits>::next() {
    return settle() ? time_of(keys_.top()) : TrueTime::never();
}

template <class Payload, class Limits>
TimerId Agenda<Payload, Limits>::make_timer(const Payload& what) {
    std::uint32_t slot = free_timer_;
    if (slot != none) {
        free_timer_ = timers_[slot].next_free;
        timers_[slot].in_use = true;
        timers_[slot].what = what;
    } else if (timers_.size() < Limits::slots) {
        slot = static_cast<std::uint32_t>(timers_.size());
        timers_.push_back(Timer{.in_use = true, .what = what});
    } else {
        exhausted_ = true;
    }
    return TimerId{slot};
}

template <class Payload, class Limits>
void Agenda<Payload, Limits>::set_payload(TimerId timer, const Payload& what) {
    if (Timer* const found = find(timer)) found->what = what;
}

template <class Payload, class Limits>
void Agenda<Payload, Limits>::arm(TimerId timer, TrueTime deadline) {
    Timer* const found = find(timer);
    if (exhausted_ || found == nullptr || order_ + 1 >= Limits::orders) {
        exhausted_ = true;
        return;
    }
    if (found->due == 0) ++timers_armed_;
    found->due = next_key(deadline, timer.value | timer_bit);
    const bool planned = found->entry_count > 0 &&
                         found->entries[found->entry_count - 1] <= found->due;
    if (!planned) plan_entry(*found);
}

template <class Payload, class Limits>
void Agenda<Payload, Limits>::disarm(TimerId timer) {
    Timer* const found = find(timer);
    if (found == nullptr || found->due == 0) return;
    found->due = 0;
    --timers_armed_;
}

template <class Payload, class Limits>
void Agenda<Payload, Limits>::drop_timer(TimerId timer) {
    Timer* const found = find(timer);
    if (found == nullptr) return;
    disarm(timer);
    found->in_use = false;
    found->next_free = free_timer_;
    free_timer_ = timer.value;
}

template <class Payload, class Limits>
bool Agenda<Payload, Limits>::armed(TimerId timer) const {
    const Timer* const found = find(timer);
    return found != nullptr && found->due != 0;
}

template <class Payload, class Limits>
TrueTime Agenda<Payload, Limits>::deadline(TimerId timer) const {
    SIM_ASSERT(armed(timer));
    return time_of(find(timer)->due);
}

/// Null only for what `make_timer` gave when it had run out of slots.
template <class Payload, class Limits>
auto Agenda<Payload, Limits>::find(TimerId timer) const -> const Timer* {
    if (timer == TimerId{}) {
        SIM_ASSERT(exhausted_);
        return nullptr;
    }
    SIM_ASSERT(timer.value < timers_.size());
    SIM_ASSERT(timers_[timer.value].in_use);
    return &timers_[timer.value];
}

template <class Payload, class Limits>
auto Agenda<Payload, Limits>::find(TimerId timer) -> Timer* {
    const Agenda& self = *this;
    return const_cast<Timer*>(self.find(timer));
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
    if (order_ + 1 >= Limits::orders || (slot == none && payloads_.size() >= Limits::slots)) {
        exhausted_ = true;
        return none;
    }
    if (slot == none) {
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

/// Gives the timer an entry at `due`, before all that it has. Where it has as many as it may, the
/// earliest moves: that takes a search, and only a timer drawn ever nearer comes to it.
template <class Payload, class Limits>
void Agenda<Payload, Limits>::plan_entry(Timer& timer) {
    if (timer.entry_count == most_entries) {
        keys_.lower(timer.entries[most_entries - 1], timer.due);
        timer.entries[most_entries - 1] = timer.due;
        return;
    }
    timer.entries[timer.entry_count++] = timer.due;
    ++timer_entries_;
    keys_.push(timer.due);
}

/// The smallest entry of all is this timer's, and the timer is due later or not at all.
template <class Payload, class Limits>
void Agenda<Payload, Limits>::come_up_early(Timer& timer) {
    SIM_ASSERT(timer.entry_count > 0);
    const std::uint32_t rest = timer.entry_count - 1;
    const bool covered = rest > 0 && timer.entries[rest - 1] <= timer.due;
    if (timer.due == 0 || covered) {
        timer.entry_count = rest;
        --timer_entries_;
        keys_.pop();
        return;
    }
    timer.entries[rest] = timer.due;
    keys_.replace_top(timer.due);
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
