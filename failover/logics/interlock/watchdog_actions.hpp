// The actions of the watchdog's state table (watchdog_states.cpp): what happens in which state
// (semantics-3.6 §9.6). Election states first, then leader, standby and lost.
#pragma once

#include "failover/logics/interlock/watchdog_states.hpp"

namespace failover::interlock::actions {

using S = WatchdogState;

inline constexpr std::int64_t reply_seconds = 5;  ///< state timers that wait for somebody
inline constexpr std::int64_t command_seconds = 4;
inline constexpr std::int64_t beacon_seconds = 10;

/// Moves on to a state.
template <S next>
void go(Work& work, const Occasion&) {
    set_state(work, next);
}
inline void ignore(Work&, const Occasion&) {}

// LOADING to PARTICIPATING IN ELECTION: watchdog_actions_election.cpp
void load(Work& work, const Occasion& occasion);
void join_cluster(Work& work, const Occasion& occasion);
void greeted_all(Work& work, const Occasion& occasion);
void rejected_by_peer(Work& work, const Occasion& occasion);
void stand_early(Work& work, const Occasion& occasion);
void initialize(Work& work, const Occasion& occasion);
void find_place(Work& work, const Occasion& occasion);
void stand(Work& work, const Occasion& occasion);
void stand_refused(Work& work, const Occasion& occasion);
void both_stand(Work& work, const Occasion& occasion);
void other_declares(Work& work, const Occasion& occasion);
void vote(Work& work, const Occasion& occasion);
void vote_on_stand(Work& work, const Occasion& occasion);
void vote_on_declaration(Work& work, const Occasion& occasion);

// MASTER, STANDBY, LOST: watchdog_actions_member.cpp
void declare(Work& work, const Occasion& occasion);
void send_beacon(Work& work, const Occasion& occasion);
void declared(Work& work, const Occasion& occasion);
void declaration_refused(Work& work, const Occasion& occasion);
void beacon_refused(Work& work, const Occasion& occasion);
void refuse_stand(Work& work, const Occasion& occasion);
void refuse_coup(Work& work, const Occasion& occasion);
void meet_leader(Work& work, const Occasion& occasion);
void admit(Work& work, const Occasion& occasion);
void lose_standby(Work& work, const Occasion& occasion);
void find_again(Work& work, const Occasion& occasion);
void follow_quorum(Work& work, const Occasion& occasion);
void regain_address(Work& work, const Occasion& occasion);
void ask_to_join(Work& work, const Occasion& occasion);
void joined(Work& work, const Occasion& occasion);
void join_refused(Work& work, const Occasion& occasion);
void lose_leader(Work& work, const Occasion& occasion);
void stray_stand(Work& work, const Occasion& occasion);
void stray_declaration(Work& work, const Occasion& occasion);
void hear_beacon(Work& work, const Occasion& occasion);
void rejoin(Work& work, const Occasion& occasion);
void wait_on(Work& work, const Occasion& occasion);
void give_up(Work& work, const Occasion& occasion);

/// The action's peer. REQUIRES: there is one.
[[nodiscard]] Peer& peer_of(const Occasion& occasion);
/// Replies to the occasion's packet. REQUIRES: it is one.
void answer(Work& work, const Occasion& occasion, Packet type);
/// Sets the state timer.
void arm(Work& work, std::int64_t seconds);

}  // namespace failover::interlock::actions
