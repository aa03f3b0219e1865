// What `simrun what-if` says of the files, and of itself.
#include <fmt/format.h>

#include <array>

#include "reports/columns.hpp"
#include "sim/simrun/what_if.hpp"

namespace sim::simrun {
namespace {

using reports::Tone;

std::string weight_text(std::int64_t millionths) {
    const std::int64_t whole = millionths / 1'000'000;
    std::string text = fmt::format("{}.{:06}", whole, millionths % 1'000'000);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string database_text(const site::Site& site, scenario::DatabaseId id) {
    const auto& database = site.databases[static_cast<std::size_t>(id.value)];
    std::string text = fmt::format("backend {}, port {}, weight {}", id.value, database.port,
                                   weight_text(database.weight_millionths));
    if (database.role == facts::DatabaseRole::primary) text += ", primary";
    if (database.disallow_to_failover) text += ", DISALLOW_TO_FAILOVER";
    return text;
}

std::string proxy_text(const site::Site& site, failover::ProxyId id) {
    const auto& proxy = site.proxies[static_cast<std::size_t>(id.value)];
    return fmt::format("port {}, watchdog {}, priority {}", proxy.port, proxy.wd_port,
                       proxy.wd_priority);
}

std::string notes(std::string_view heading, const std::vector<site::Note>& list,
                  const reports::Style& style) {
    if (list.empty()) return {};
    std::string text = style.paint(Tone::strong, heading) + "\n";
    for (const site::Note& note : list) {
        std::string place = note.file;
        if (note.line != 0) place += fmt::format(":{}", note.line);
        if (!place.empty()) place += "  ";
        text += "  " + reports::wrap(place + note.text, style.width, 4) + "\n";
    }
    return text;
}

}  // namespace

std::string site_text(const site::Site& site, const std::vector<std::string>& paths,
                      const reports::Style& style) {
    std::string text = style.paint(Tone::strong, "The site") +
                       fmt::format(", as {} tell{} (dialect {})\n", fmt::join(paths, " and "),
                                   paths.size() == 1 ? "s" : "", site.dialect);
    reports::Columns hosts;
    hosts.columns = {{"host"}, {"database", true}, {"proxy", true}};
    for (const scenario::HostSpec& host : site.hosts) {
        hosts.rows.push_back({{site::called(host)},
                              {host.database ? database_text(site, *host.database) : ""},
                              {host.proxy ? proxy_text(site, *host.proxy) : ""}});
    }
    text += columns_text(hosts, style);
    text += fmt::format("{} settings are used, {} do not matter for failover, {} {} unknown\n",
                        site.used, site.irrelevant, site.unknown.size(),
                        site.unknown.size() == 1 ? "is" : "are");
    text += notes("unknown", site.unknown, style);
    text += notes("worth knowing", site.remarks, style);
    if (!site.assumed.empty()) text += style.paint(Tone::strong, "assumed") + "\n";
    for (const std::string& line : site.assumed) {
        text += "  " + reports::wrap(line, style.width, 4) + "\n";
    }
    return text;
}

std::string what_if_text(const reports::Style& style) {
    const auto paragraph = [&](std::string_view words) {
        return reports::wrap(words, style.width, 0) + "\n\n";
    };
    std::string text =
        "simrun what-if --conf node1/pgpool.conf --conf node2/pgpool.conf STORY|FOLDER ...\n\n";
    text += paragraph(
        "What do stories come to at a site of your own? Each --conf is a proxy's pgpool.conf or "
        "kingbasecluster.conf; give all of a site's. They say who the hosts are, their ports, "
        "weights, timers, commands and peers, and are checked one by one and against each other. "
        "Without a story only that is done.");
    text += paragraph(
        "A story keeps its steps, its conditions, its WAL positions, its recovery job and what its "
        "commands do. Its hosts become the site's: primary for primary, standbys and proxies in "
        "order, a host with both for a host with both. What it says of its own cluster falls "
        "away: tables, logs and answers that it expects, pinned choices, waivers, its announced "
        "outcome, its variants. Where a story has no load, 20 writes a second go through the first "
        "proxy.");
    struct Row {
        std::string_view column;
        std::string_view meaning;
    };
    constexpr std::array rows{
        Row{"outcome",
            "the oracles violated, or well; 'not as told' from the first step on whose own "
            "conditions do not hold at this site"},
        Row{"beliefs wrong",
            "the longest time that a proxy held a healthy database down, or a dead one up"},
        Row{"RTO",
            "recovery time: the longest from a fault to the next acknowledged commit; 0s: no "
            "client noticed one"},
        Row{"RPO", "recovery point: acknowledged commits that the last primary lacks"},
        Row{"sessions cut", "of clients and operators"},
        Row{"operator needed?", "something was stuck, ended by a pcp command, or stayed wrong"},
    };
    for (const Row& row : rows) {
        text +=
            fmt::format("  {:<18}{}\n", row.column, reports::wrap(row.meaning, style.width, 20));
    }
    return text + "\n" +
           paragraph(
               "Exit status: 0 all stories were asked, whatever they came to; 2 a file could not "
               "be read, bad usage; 5 a limit was hit; 70 internal error. A story that needs more "
               "hosts than the site has says so in its row.");
}

}  // namespace sim::simrun
