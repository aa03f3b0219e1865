// Cures for hazards of this version, each a parameter that is off: some came in later versions of
// the product (R…, semantics-3.6 §14.2), some never did (H…, S…, P…: §14.1, §15 item 9). A story
// shows its hazard without and with.
#pragma once

#include <array>
#include <string_view>

namespace failover::interlock {

struct Fixes {
    bool h1 = false;
    bool h3 = false;
    bool h5 = false;
    bool h6 = false;
    bool h7 = false;
    bool h8 = false;
    bool h13 = false;
    bool h14 = false;
    bool h15 = false;
    bool h19 = false;
    bool h20 = false;
    bool s8 = false;
    bool p3 = false;
    bool p4 = false;
    bool r9 = false;
    bool r25 = false;
    bool r26 = false;
    bool r28 = false;
    bool r38 = false;
    bool r41 = false;
    bool r42 = false;
    bool r43 = false;
    bool r45 = false;
    bool r46 = false;
    bool r48 = false;
    bool r49 = false;
    bool r51 = false;
};

struct FixRow {
    std::string_view name;  ///< of the parameter
    bool Fixes::*fix = nullptr;
    std::string_view effect;
};

inline constexpr std::array fix_rows{
    FixRow{"fix_h1", &Fixes::h1, "cure: failover_command runs for the nodes of its request alone"},
    FixRow{"fix_h3", &Fixes::h3, "cure: a backend whose query fails is no primary"},
    FixRow{"fix_h5", &Fixes::h5, "cure: a request for several nodes is judged by all of them"},
    FixRow{"fix_h6", &Fixes::h6,
           "cure: the failover lock is cleared by a leader that leads no more"},
    FixRow{"fix_h7", &Fixes::h7, "cure: a standby that asks for a failover is told its number"},
    FixRow{"fix_h8", &Fixes::h8,
           "cure: failover objects do not expire while the leader's main is busy"},
    FixRow{"fix_h13", &Fixes::h13, "cure: follow_master_command is waited for"},
    FixRow{"fix_h14", &Fixes::h14, "cure: what was asked for during the start is done after it"},
    FixRow{"fix_h15", &Fixes::h15, "cure: no sync with the leader inside a failover"},
    FixRow{"fix_h19", &Fixes::h19, "cure: standbys stay up while they are told to follow"},
    FixRow{"fix_h20", &Fixes::h20, "cure: the other proxies are told that it is a switch-over"},
    FixRow{"fix_s8", &Fixes::s8, "cure: a session whose backend went down reads from another"},
    FixRow{"fix_p3", &Fixes::p3,
           "cure: an error in a graceful command ends the state that it began"},
    FixRow{"fix_p4", &Fixes::p4,
           "cure: a graceful promotion takes no wake-up for an old one, nor waits after a refusal"},
    FixRow{"fix_r9", &Fixes::r9, "cure: a session does not mark up what went down meanwhile"},
    FixRow{"fix_r25", &Fixes::r25, "cure: no sync takes over that there is no primary"},
    FixRow{"fix_r26", &Fixes::r26, "cure: no sync takes over that none was searched yet"},
    FixRow{"fix_r28", &Fixes::r28,
           "cure: who lifecheck calls dead stays out until it is heard again"},
    FixRow{"fix_r38", &Fixes::r38, "cure: with no primary known, every failover searches one"},
    FixRow{"fix_r41", &Fixes::r41, "cure: with fix_r28, a proxy that starts anew may come in"},
    FixRow{"fix_r42", &Fixes::r42, "cure: a session waits for the end of a failover, 30 s at most"},
    FixRow{"fix_r43", &Fixes::r43, "cure: search_primary_node_timeout counts the scans' own time"},
    FixRow{"fix_r45", &Fixes::r45,
           "cure: a PCP process that restarts does not wait for its workers"},
    FixRow{"fix_r46", &Fixes::r46,
           "cure: a lost address is survived where no interface is monitored"},
    FixRow{"fix_r48", &Fixes::r48,
           "cure: a standby notices its leader's silence and calls it lost"},
    FixRow{"fix_r49", &Fixes::r49, "cure: a backend's shutdown notice ends the session only"},
    FixRow{"fix_r51", &Fixes::r51, "cure: a standby that streams is attached again"},
};

}  // namespace failover::interlock
