// Failover requests and other IPC: message texts (semantics-3.6 Appendix A, §16.3).
// A part of watchdog_texts.cpp, in the order of the enumerators.
#pragma once

#include "failover/logics/interlock/watchdog_text_row.hpp"

namespace failover::interlock::text_rows {

inline constexpr std::string_view status_failed = "failed to process node status change event";

inline constexpr std::array requests{
    row(Text::request_local, "wd.request_local", log,
        "watchdog received the failover command from local pgpool-II on IPC interface"),
    row(Text::request_remote, "wd.request_remote", log,
        "watchdog received the failover command from remote pgpool-II node \"{0:proxy}\""),
    row(Text::processing_local, "wd.processing_local", log,
        "watchdog is processing the failover command [{0:function}] received from local pgpool-II "
        "on IPC interface"),
    row(Text::processing_remote, "wd.processing_remote", log,
        "watchdog is processing the failover command [{0:function}] received from {1:proxy}"),
    row(Text::only_proxy, "wd.only_proxy", log,
        "I am the only pgpool-II node in the watchdog cluster",
        "no need to propagate the failover command [{0:function}]"),
    row(Text::rejected_switching, "wd.rejected_switching", log,
        "failover command [{0:function}] request from pgpool-II node \"{1:proxy}\" is rejected "
        "because of switching"),
    row(Text::ignored_local, "wd.ignored_local", log,
        "failover command [{0:function}] from local pgpool-II on IPC interface is ignored",
        "similar failover with ID:{1} is already in progress"),
    row(Text::ignored_remote, "wd.ignored_remote", log,
        "failover command [{0:function}] from {1:proxy} is ignored",
        "similar failover with ID:{2} is already in progress"),
    row(Text::forwarding, "wd.forwarding", log,
        "forwarding the failover request [{0:function}] to all alive nodes",
        "watchdog cluster currently has {1} connected remote nodes"),
    row(Text::still_processing, "wd.still_processing", log,
        "failover command from remote pgpool-II node \"{0:proxy}\" is still processing",
        "waiting for results..."),
    row(Text::request_not_forwarded, "wd.request_not_forwarded", log,
        "unable to process the failover command request received on IPC interface", not_forwarded),
    row(Text::request_forwarded, "wd.request_forwarded", log,
        "failover request from local pgpool-II node received on IPC interface is forwarded to "
        "master watchdog node \"{0:proxy}\"",
        wait_reply),
    row(Text::request_not_joined, "wd.request_not_joined", log,
        "unable to process the failover request received on IPC interface", not_joined, try_again),
    // Not the product's: what it would do is undefined (W11), so nothing is done.
    row(Text::several_nodes, "wd.several_nodes", warning,
        "simulator: a request for {0} nodes at once is refused, the product decodes it wrongly"),
    row(Text::replicate_foreign, "wd.replicate_foreign", log,
        "watchdog is unable to process pgpool failover command received from \"{0:proxy}\"",
        "only master/coordinator (\"{1:proxy}\") node can send the replicate commands"),
    row(Text::replicate_received, "wd.replicate_received", log,
        "watchdog received the failover command from \"{0:proxy}\""),
    row(Text::replicate_switching, "wd.replicate_switching", log, "sending watchdog response",
        "failover request from other pgpool is canceled because of switching"),
    row(Text::invalid_function, "wd.invalid_function", log, "invalid failover function \"{0}\""),

    row(Text::data_local, "wd.data_local", log,
        "received the get data request from local pgpool-II on IPC interface"),
    row(Text::data_not_forwarded, "wd.data_not_forwarded", log,
        "unable to process the get data request received on IPC interface", not_forwarded),
    row(Text::data_forwarded, "wd.data_forwarded", log,
        "get data request from local pgpool-II node received on IPC interface is forwarded to "
        "master watchdog node \"{0:proxy}\"",
        wait_reply),
    row(Text::data_not_joined, "wd.data_not_joined", log,
        "unable to process the get data request received on IPC interface", not_joined, try_again),
    row(Text::status_change, "wd.status_change", log, "received node status change ipc message",
        "{0:reason}"),
    row(Text::status_change_bad_node, "wd.status_change_bad_node", log, status_failed,
        "invalid Node ID in the event"),
    row(Text::status_change_bad_event, "wd.status_change_bad_event", log, status_failed,
        "invalid event type"),
    row(Text::recovery_not_forwarded, "wd.recovery_not_forwarded", log,
        "unable to process the online recovery request received on IPC interface", not_forwarded),
    row(Text::recovery_forwarded, "wd.recovery_forwarded", log,
        "online recovery request from local pgpool-II node received on IPC interface is forwarded "
        "to master watchdog node \"{0:proxy}\"",
        wait_reply),
    row(Text::recovery_not_joined, "wd.recovery_not_joined", log,
        "unable to process the online recovery request received on IPC interface", not_joined,
        try_again),
    row(Text::recovery_received, "wd.recovery_received", log,
        "watchdog received online recovery request from \"{0:proxy}\""),
};

}  // namespace failover::interlock::text_rows
