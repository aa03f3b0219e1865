// Split brain: message texts of the watchdog (semantics-3.6 Appendix A, §16.3).
// A part of watchdog_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/watchdog_text_row.hpp"

namespace failover::interlock::text_rows {

inline constexpr std::string_view reinitialize = "re-initializing the local watchdog cluster state";
inline constexpr std::string_view resigns =
    "master/coordinator node \"{0:proxy}\" decided to resigning from master, probably because of "
    "split-brain";

inline constexpr std::array split_brain{
    row(Text::two_leaders, "wd.two_leaders", log,
        "\"{0:proxy}\" is the coordinator as per our record but \"{1:proxy}\" is also announcing "
        "as a coordinator",
        "cluster is in the split-brain"),
    row(Text::leader_and_me, "wd.leader_and_me", log,
        "I am the coordinator but \"{0:proxy}\" is also announcing as a coordinator",
        "trying to figure out the best contender for the master/coordinator node"),
    row(Text::leader_and_other, "wd.leader_and_other", log,
        "\"{0:proxy}\" is our coordinator node, but \"{1:proxy}\" is also announcing as a "
        "coordinator",
        "broadcasting the cluster in split-brain message"),
    row(Text::stays_escalated, "wd.stays_escalated", log,
        "remote node:\"{0:proxy}\" is best suitable to stay as master because it is escalated and "
        "I am not"),
    row(Text::yields_escalated, "wd.yields_escalated", log,
        "remote node:\"{0:proxy}\" should step down from master because it is not escalated"),
    row(Text::stays_quorum, "wd.stays_quorum", log,
        "remote node:\"{0:proxy}\" is best suitable to stay as master because it holds the "
        "quorum"),
    row(Text::yields_quorum, "wd.yields_quorum", log,
        "remote node:\"{0:proxy}\" should step down from master because it does not hold the "
        "quorum"),
    row(Text::stays_standbys, "wd.stays_standbys", log,
        "remote node:\"{0:proxy}\" is best suitable to stay as master because it has more "
        "connected standby nodes"),
    row(Text::yields_standbys, "wd.yields_standbys", log,
        "remote node:\"{0:proxy}\" should step down from master because we have more connected "
        "standby nodes"),
    row(Text::stays_older, "wd.stays_older", log,
        "remote node:\"{0:proxy}\" is best suitable to stay as master because it is the older "
        "master"),
    row(Text::yields_older, "wd.yields_older", log,
        "remote node:\"{0:proxy}\" should step down from master because we are the older master"),
    row(Text::other_is_best, "wd.other_is_best", log,
        "We are in split brain, and \"{0:proxy}\" node is the best candidate for "
        "master/coordinator",
        reinitialize),
    row(Text::i_am_best, "wd.i_am_best", log,
        "We are in split brain, and I am the best candidate for master/coordinator",
        "asking the remote node \"{0:proxy}\" to step down"),
    row(Text::true_leader, "wd.true_leader", log,
        "remote node \"{0:proxy}\" decided it is the true master",
        "re-initializing the local watchdog cluster state because of split-brain"),
    row(Text::true_leader_conflict, "wd.true_leader_conflict", log,
        "remote node \"{0:proxy}\" thinks it is a master/coordinator and I am causing the "
        "split-brain, but as per our record \"{1:proxy}\" is the cluster master/coordinator",
        "restarting the cluster"),
    row(Text::resigned, "wd.resigned", log, resigns, reinitialize),
    row(Text::resigned_ignored, "wd.resigned_ignored", log, resigns,
        "but it was not our coordinator/master anyway. ignoring the message"),
    row(Text::not_true_leader, "wd.not_true_leader", log,
        "master/coordinator node \"{0:proxy}\" decided it was not true master, probably because "
        "of split-brain",
        reinitialize),
    row(Text::also_leader_resigned, "wd.also_leader_resigned", log,
        "node \"{0:proxy}\" was also thinking it was a master/coordinator and decided to resign",
        "cluster is recovering from split-brain"),
    row(Text::split_brain_detected, "wd.split_brain_detected", log,
        "remote node \"{0:proxy}\" detected the cluster is in split-brain",
        "broadcasting the beacon message"),
    row(Text::asked_to_rejoin, "wd.asked_to_rejoin", log,
        "remote node \"{0:proxy}\" detected the problem and asking us to rejoin the cluster"),
};

}  // namespace failover::interlock::text_rows
