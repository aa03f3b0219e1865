#include <fmt/format.h>

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

}  // namespace sim::simrun
