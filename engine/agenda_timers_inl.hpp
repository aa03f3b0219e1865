// Definitions of the members of Agenda that deal with timers; included by agenda.hpp.
// The heap may hold entries of a timer that are outdated; `settle` clears them off its top.
#pragma once

#include "engine/agenda.hpp"
#include "engine/assert.hpp"

namespace engine {

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
        slot = exhaust();
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
    if (order_ >= last_order) {
        exhaust();
        return;
    }
    SIM_ASSERT(found != nullptr);
    if (found->due == 0) ++timers_armed_;
    found->due = next_key(deadline, timer.value | timer_bit);
    const bool planned =
        found->entry_count > 0 && found->entries[found->entry_count - 1] <= found->due;
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

}  // namespace engine
