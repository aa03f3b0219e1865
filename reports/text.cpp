#include "reports/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace reports {
namespace {

using failover::CommandLine;
using failover::ProxyId;

/// A `{N:form}` taken apart.
struct Hole {
    std::size_t argument = 0;
    std::string_view form;
    std::size_t length = 0;  ///< in the text, braces included
};

/// The hole that begins at `text[0] == '{'`; length 0 if it is none.
Hole parse_hole(std::string_view text) {
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return {};
    const std::string_view inside = text.substr(1, close - 1);
    std::size_t argument = 0;
    const auto [rest, error] =
        std::from_chars(inside.data(), inside.data() + inside.size(), argument);
    if (error != std::errc{}) return {};
    const auto used = static_cast<std::size_t>(rest - inside.data());
    if (used == inside.size()) return {argument, {}, close + 1};
    if (inside[used] != ':') return {};
    return {argument, inside.substr(used + 1), close + 1};
}

constexpr std::array<std::string_view, 13> own_forms = {
    "",          "host", "port",    "datadir", "proxy", "proxyhost", "wdport",
    "proxyport", "path", "command", "setting", "item",  "letters"};

const failover::WordList* find_words(const failover::Catalogue& catalogue, std::string_view name) {
    for (const failover::WordList& list : catalogue.words) {
        if (list.name == name) return &list;
    }
    return nullptr;
}

std::string backend_form(std::string_view form, const BackendNames* backend) {
    if (form == "host") return backend != nullptr ? backend->address : std::string();
    if (form == "datadir") return backend != nullptr ? backend->data_directory : std::string();
    return fmt::format("{}", backend != nullptr ? backend->port : 0);
}

/// What a watchdog calls a peer whose name it has not heard yet: "Not_Set" (semantics-3.6 §10).
std::string proxy_form(std::string_view form, const ProxyNames* proxy) {
    if (form == "proxy") {
        if (proxy == nullptr) return "Not_Set";
        return fmt::format("{}:{} Linux {}", proxy->hostname, proxy->port, proxy->name);
    }
    if (form == "proxyhost") return proxy != nullptr ? proxy->hostname : "Not_Set";
    if (form == "wdport") return fmt::format("{}", proxy != nullptr ? proxy->wd_port : 0);
    return fmt::format("{}", proxy != nullptr ? proxy->port : 0);
}

std::string path_form(std::int64_t number, const ProxyNames* self) {
    const bool known =
        self != nullptr && number >= 0 && number < static_cast<std::int64_t>(self->paths.size());
    return known ? self->paths[static_cast<std::size_t>(number)] : std::string();
}

std::string setting_form(std::int64_t number, const ProxyNames* self) {
    const bool known = self != nullptr && number >= 0 &&
                       number < static_cast<std::int64_t>(self->parameters.size());
    return known ? self->parameters[static_cast<std::size_t>(number)] : std::string();
}

/// An item of a parameter like "eth0, eth1", without the blanks around it.
std::string item_form(std::int32_t packed, const ProxyNames* self) {
    const auto parameter = static_cast<std::size_t>(packed & 0xffff);
    if (self == nullptr || parameter >= self->parameters.size()) return {};
    std::string_view rest = self->parameters[parameter];
    for (std::int32_t nth = packed >> 16; nth > 0; --nth) {
        const std::size_t comma = rest.find(',');
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    rest = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    return std::string(rest.substr(0, rest.find_last_not_of(' ') + 1));
}

/// At most eight letters that two arguments carry.
std::string letters_form(std::int32_t first, std::int32_t second) {
    std::string text;
    for (const std::int32_t four : {first, second}) {
        for (unsigned at = 0; at < 4; ++at) {
            const auto letter =
                static_cast<char>(static_cast<std::uint32_t>(four) >> (8 * at) & 0xffU);
            if (letter != 0) text += letter;
        }
    }
    return text;
}

std::string word_form(std::string_view form, std::int64_t value, const Cluster& cluster) {
    if (cluster.catalogue != nullptr) {
        if (const auto* list = find_words(*cluster.catalogue, form)) {
            const std::int64_t index = value - list->first;
            if (index >= 0 && index < static_cast<std::int64_t>(list->words.size())) {
                return std::string(list->words[static_cast<std::size_t>(index)]);
            }
        }
    }
    return fmt::format("{}", value);
}

std::string fill_hole(const Hole& hole, const failover::MessageArguments& arguments,
                      const Cluster& cluster, ProxyId self) {
    const auto argument = [&](std::size_t at) { return at < arguments.size() ? arguments[at] : 0; };
    const std::int32_t value = argument(hole.argument);
    if (hole.form.empty()) return fmt::format("{}", value);
    if (hole.form == "host" || hole.form == "port" || hole.form == "datadir") {
        return backend_form(hole.form, cluster.backend(value));
    }
    if (hole.form == "setting") return setting_form(value, cluster.proxy(self.value));
    if (hole.form == "letters") {
        return letters_form(value, argument(hole.argument + 1));
    }
    if (hole.form == "path") return path_form(value, cluster.proxy(self.value));
    if (hole.form == "item") return item_form(value, cluster.proxy(self.value));
    if (hole.form == "command") {
        return command_text(
            unpack_command(value, argument(hole.argument + 1), argument(hole.argument + 2)),
            cluster, self);
    }
    for (const std::string_view form : own_forms) {
        if (form == hole.form) return proxy_form(form, cluster.proxy(value));
    }
    return word_form(hole.form, value, cluster);
}

std::string quoted_if_none(const std::string& text) { return text.empty() ? "\"\"" : text; }

/// What a placeholder of a command stands for.
std::string placeholder(char letter, const CommandLine& line, const Cluster& cluster) {
    const BackendNames* node = cluster.backend(line.node);
    const BackendNames* new_master = cluster.backend(line.new_master);
    const BackendNames* lowest = cluster.backend(line.lowest_valid);
    switch (letter) {
        case 'd':
            return fmt::format("{}", line.node);
        case 'h':
            return node != nullptr ? node->address : std::string();
        case 'p':
            return fmt::format("{}", node != nullptr ? node->port : 0);
        case 'D':
            return node != nullptr ? node->data_directory : std::string();
        case 'm':
            return fmt::format("{}", line.new_master);
        case 'H':
            return quoted_if_none(new_master != nullptr ? new_master->address : "");
        case 'r':
            return lowest != nullptr ? fmt::format("{}", lowest->port) : "\"\"";
        case 'R':
            return quoted_if_none(lowest != nullptr ? lowest->data_directory : "");
        case 'M':
            return fmt::format("{}", line.old_master);
        case 'P':
            return fmt::format("{}", line.old_primary);
        case '%':
            return "%";
        default:
            return {};  // dropped, as the product does
    }
}

template <class OnText, class OnHole>
void walk(std::string_view text, OnText on_text, OnHole on_hole) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at, 2) == "{{" || text.substr(at, 2) == "}}") {
            on_text(text.substr(at, 1));
            at += 2;
            continue;
        }
        if (text[at] == '{') {
            if (const Hole hole = parse_hole(text.substr(at)); hole.length != 0) {
                on_hole(hole);
                at += hole.length;
                continue;
            }
        }
        on_text(text.substr(at, 1));
        ++at;
    }
}

}  // namespace

std::string fill(std::string_view text, const failover::MessageArguments& arguments,
                 const Cluster& cluster, ProxyId self) {
    std::string filled;
    walk(
        text, [&](std::string_view piece) { filled += piece; },
        [&](const Hole& hole) { filled += fill_hole(hole, arguments, cluster, self); });
    return filled;
}

bool forms_known(std::string_view text, const failover::Catalogue& catalogue) {
    bool known = true;
    walk(
        text, [](std::string_view) {},
        [&](const Hole& hole) {
            bool own = hole.argument < failover::MessageArguments{}.size();
            bool found = find_words(catalogue, hole.form) != nullptr;
            for (const std::string_view form : own_forms) found = found || form == hole.form;
            known = known && own && found;
        });
    return known;
}

std::string command_text(const CommandLine& line, const Cluster& cluster, ProxyId self) {
    const ProxyNames* proxy = cluster.proxy(self.value);
    const auto index = static_cast<std::size_t>(line.parameter < 0 ? 0 : line.parameter);
    if (proxy == nullptr || index >= proxy->parameters.size()) return {};
    const std::string& pattern = proxy->parameters[index];
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '%' || at + 1 == pattern.size()) {
            text += pattern[at];
            continue;
        }
        text += placeholder(pattern[++at], line, cluster);
    }
    return text;
}

CommandLine unpack_command(std::int32_t first, std::int32_t second, std::int32_t third) {
    const auto low = [](std::int32_t word) {
        return static_cast<std::int16_t>(static_cast<std::uint32_t>(word) & 0xffffU);
    };
    const auto high = [](std::int32_t word) {
        return static_cast<std::int16_t>(static_cast<std::uint32_t>(word) >> 16U);
    };
    return {low(first), high(first), low(second), high(second), low(third), high(third)};
}

std::string_view severity_text(failover::Severity severity) {
    switch (severity) {
        case failover::Severity::debug:
            return "DEBUG";
        case failover::Severity::log:
            return "LOG";
        case failover::Severity::info:
            return "INFO";
        case failover::Severity::notice:
            return "NOTICE";
        case failover::Severity::warning:
            return "WARNING";
        case failover::Severity::error:
            return "ERROR";
        case failover::Severity::fatal:
            return "FATAL";
        case failover::Severity::panic:
            return "PANIC";
    }
    return "LOG";
}

}  // namespace reports
