// The output of pcp_watchdog_info as people paste it, plain or with -v, compiled to typed cells.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/facts/watchdog_row.hpp"
#include "sim/scenario/message_text.hpp"
#include "sim/scenario/pcp.hpp"

namespace sim::scenario {

namespace {

using facts::watchdog_lines;
using Column = facts::WatchdogColumn;
using Shows = facts::WatchdogLine::Shows;

/// A piece of the pasted text.
struct Piece {
    std::string_view text;
    std::size_t offset = 0;

    /// What stands before `end` of its text, without blanks around it.
    [[nodiscard]] Piece from_to(std::size_t begin, std::size_t end) const {
        begin = std::min(begin, text.size());
        std::string_view part = text.substr(begin, end - begin);
        const std::size_t first = std::min(part.find_first_not_of(" \t\r"), part.size());
        part.remove_prefix(first);
        while (!part.empty() && std::string_view(" \t\r").find(part.back()) != std::string::npos) {
            part.remove_suffix(1);
        }
        return {part, offset + begin + first};
    }
    [[nodiscard]] Piece from(std::size_t begin) const { return from_to(begin, text.size()); }
};

/// What the lines of one proxy, or those above all, say; by the index of facts::watchdog_lines.
using Values = std::array<std::optional<Piece>, watchdog_lines.size()>;

std::size_t line_of(std::string_view label) {
    const auto found = std::ranges::find(watchdog_lines, label, &facts::WatchdogLine::label);
    return static_cast<std::size_t>(found - watchdog_lines.begin());
}

class WatchdogInfoReader {
  public:
    WatchdogInfoReader(Context& context, const Entry& value) : context_(context), value_(value) {}

    std::optional<Table> read(bool partial) {
        table_.kind = TableKind::watchdog_info;
        table_.partial = partial;
        table_.source = value_.text;
        table_.place = value_.spot.place;
        split();
        if (nodes_.empty()) complain({value_.text, 0}, "there is no proxy in this output");
        if (!broken_) columns();
        for (const Values& node : nodes_) {
            if (!broken_) row(node);
        }
        if (broken_) return std::nullopt;
        return std::move(table_);
    }

  private:
    void complain(const Piece& piece, std::string message, std::string help = {}) {
        broken_ = true;
        context_.reader.complain_inside(
            value_, {piece.offset, std::max<std::size_t>(piece.text.size(), 1), std::move(message),
                     std::move(help)});
    }

    // ---- from lines to values ----
    void split() {
        const bool verbose = value_.text.find(watchdog_lines.front().label) != std::string::npos ||
                             value_.text.find("Node Name") != std::string::npos;
        bool first = true;
        for (std::size_t begin = 0; begin < value_.text.size() && !broken_;) {
            const std::size_t end = std::min(value_.text.find('\n', begin), value_.text.size());
            const Piece line = Piece{value_.text, 0}.from_to(begin, end);
            begin = end + 1;
            if (line.text.empty()) continue;
            if (verbose) {
                labelled(line);
            } else if (first) {
                plain_head(line);
            } else {
                plain_node(line);
            }
            first = false;
        }
    }
    void labelled(const Piece& line) {
        if (line.text == "Watchdog Cluster Information" ||
            line.text == "Watchdog Node Information") {
            return;
        }
        const std::size_t colon = std::min(line.text.find(':'), line.text.size());
        const Piece label = line.from_to(0, colon);
        const std::size_t which = line_of(label.text);
        if (which == watchdog_lines.size()) {
            std::vector<std::string_view> labels;
            for (const auto& known : watchdog_lines) labels.push_back(known.label);
            return complain(label, fmt::format("pcp_watchdog_info has no line `{}`", label.text),
                            did_you_mean(label.text, labels));
        }
        if (which < facts::first_node_line) {
            head_[which] = line.from(colon + 1);
            return;
        }
        if (nodes_.empty() || nodes_.back()[which]) nodes_.emplace_back();
        nodes_.back()[which] = line.from(colon + 1);
    }
    /// `<total> <YES/NO> <leader's name> <its host>`
    void plain_head(const Piece& line) {
        const std::size_t total = std::min(line.text.find(' '), line.text.size());
        const std::size_t vip = std::min(line.text.find(' ', total + 1), line.text.size());
        head_[line_of("Total Nodes")] = line.from_to(0, total);
        head_[line_of("VIP up on local node")] = line.from_to(total, vip);
        const Piece leader = line.from(vip);
        const std::size_t name = name_length(leader.text);
        head_[line_of("Master Node Name")] = leader.from_to(0, name);
        head_[line_of("Master Host Name")] = leader.from(name);
    }
    /// `<name> <host> <port> <watchdog's port> <state> <its name>`
    void plain_node(const Piece& line) {
        constexpr std::array<std::string_view, 4> words{"Host Name", "Pgpool port", "Watchdog port",
                                                        "Status"};
        Values& node = nodes_.emplace_back();
        std::size_t at = name_length(line.text);
        node[line_of("Node Name")] = line.from_to(0, at);
        for (const std::string_view label : words) {
            const std::size_t begin =
                std::min(line.text.find_first_not_of(' ', at), line.text.size());
            at = std::min(line.text.find(' ', begin), line.text.size());
            node[line_of(label)] = line.from_to(begin, at);
        }
        node[line_of("Status Name")] = line.from(at);
    }
    /// Names have blanks in them.
    std::size_t name_length(std::string_view text) {
        for (const Candidate& name : forms_.candidates("proxy")) {
            if (text.starts_with(name.text)) return name.text.size();
        }
        return std::min(text.find(' '), text.size());
    }

    // ---- from values to cells ----
    void columns() {
        std::vector<bool> told(facts::watchdog_columns);
        told[static_cast<std::size_t>(Column::node)] = true;
        for (std::size_t line = 0; line < watchdog_lines.size(); ++line) {
            const auto& from = watchdog_lines[line].of_all ? head_ : nodes_.front();
            if (!from[line]) continue;
            told[static_cast<std::size_t>(watchdog_lines[line].column)] = true;
            if (line == line_of("Node Name")) told[static_cast<std::size_t>(Column::named)] = true;
        }
        for (std::size_t column = 0; column < told.size(); ++column) {
            if (told[column]) table_.columns.push_back(static_cast<std::uint8_t>(column));
        }
    }
    void row(const Values& node) {
        facts::WatchdogRow row{};
        facts::cell(row, Column::node) = whose(node);
        const auto& name = node[line_of("Node Name")];
        facts::cell(row, Column::named) = name && name->text != facts::not_set ? 1 : 0;
        for (std::size_t line = 0; line < watchdog_lines.size() && !broken_; ++line) {
            const auto& from = watchdog_lines[line].of_all ? head_ : node;
            const Column column = watchdog_lines[line].column;
            if (!from[line] || column == Column::node) continue;
            const std::int64_t before = facts::cell(row, column);
            const std::int64_t value = read(watchdog_lines[line].shows, *from[line], row);
            if (watchdog_lines[line].shows == Shows::state && from[line_of("Status")] &&
                value != before) {
                complain(*from[line], fmt::format("this is not the state {}", before));
            }
            facts::cell(row, column) = value;
        }
        std::vector<std::int64_t> cells;
        for (const std::uint8_t column : table_.columns) {
            cells.push_back(facts::cell(row, Column{column}));
        }
        table_.rows.push_back(std::move(cells));
    }
    /// The proxy that host and ports belong to; -1: no index of one.
    std::int64_t whose(const Values& node) {
        const auto& name = node[line_of("Node Name")];
        const auto& host = node[line_of("Host Name")];
        if (host && host->text == facts::not_set) return -1;
        const auto reads = [](const std::optional<Piece>& piece, std::string_view text) {
            return !piece || piece->text == text;
        };
        const auto& proxies = context_.scenario.proxies;
        for (std::size_t p = 0; p < proxies.size(); ++p) {
            const ProxySpec& proxy = proxies[p];
            const bool named = name && name->text != facts::not_set;
            if (reads(host, proxy.wd_hostname) &&
                reads(node[line_of("Pgpool port")], std::to_string(proxy.port)) &&
                reads(node[line_of("Watchdog port")], std::to_string(proxy.wd_port)) &&
                (!named || proxy_named(*name) == static_cast<std::int64_t>(p))) {
                return static_cast<std::int64_t>(p);
            }
        }
        complain(host ? *host : name.value_or(Piece{value_.text, 0}),
                 "no proxy of this cluster has this name, host and ports");
        return -1;
    }
    std::int64_t proxy_named(const Piece& name) {
        for (const Candidate& candidate : forms_.candidates("proxy")) {
            if (candidate.text == name.text) return candidate.value.value_or(-1);
        }
        return -1;
    }
    std::int64_t read(Shows shows, const Piece& piece, const facts::WatchdogRow& row) {
        switch (shows) {
            case Shows::name:
                return leader(piece);
            case Shows::host:
                return leader_host(piece, facts::cell(row, Column::leader));
            case Shows::delegate_address:
                return delegate(piece, facts::cell(row, Column::node));
            case Shows::yes_no:
                if (piece.text == "YES" || piece.text == "NO") return piece.text == "YES" ? 1 : 0;
                break;
            case Shows::quorum: {
                const auto found = std::ranges::find(facts::quorum_words, piece.text);
                if (found != facts::quorum_words.end())
                    return found - facts::quorum_words.begin() - 2;
                break;
            }
            case Shows::state:
                return state(piece);
            case Shows::number:
            case Shows::port:
            case Shows::watchdog_port:
                if (const auto number = read_integer(piece.text)) return *number;
                break;
        }
        complain(piece, fmt::format("`{}` is never printed here", piece.text));
        return -1;
    }
    std::int64_t leader(const Piece& name) {
        if (name.text == facts::not_set) return -1;
        const std::int64_t proxy = proxy_named(name);
        if (proxy < 0) complain(name, "no proxy of this cluster has this name");
        return proxy;
    }
    std::int64_t leader_host(const Piece& host, std::int64_t proxy) {
        const auto& proxies = context_.scenario.proxies;
        const std::string_view expected =
            proxy < 0 ? facts::not_set : proxies[static_cast<std::size_t>(proxy)].wd_hostname;
        if (host.text != expected) complain(host, fmt::format("its host is {}", expected));
        return proxy;
    }
    std::int64_t delegate(const Piece& address, std::int64_t proxy) {
        if (address.text == facts::not_set) return 0;
        const std::string known = proxy < 0 ? "" : delegate_of(static_cast<std::size_t>(proxy));
        if (address.text != known) {
            complain(address, known.empty() ? "this proxy has no delegate_IP"
                                            : fmt::format("its delegate_IP is {}", known));
        }
        return 1;
    }
    [[nodiscard]] std::string delegate_of(std::size_t proxy) const {
        if (context_.catalogue == nullptr) return {};
        const auto parameters = context_.catalogue->parameters;
        const auto found = std::ranges::find(parameters, "delegate_IP", &failover::Parameter::name);
        const auto& values = context_.scenario.proxies[proxy].parameters;
        const auto index = static_cast<std::size_t>(found - parameters.begin());
        return index < values.size() ? std::get<std::string>(values[index]) : std::string();
    }
    std::int64_t state(const Piece& word) {
        if (word.text == facts::not_set) return -1;
        for (const Candidate& candidate : forms_.candidates("state")) {
            if (candidate.text == word.text) return candidate.value.value_or(-1);
        }
        complain(word, fmt::format("a watchdog has no state `{}`", word.text));
        return -1;
    }

    Context& context_;
    const Entry& value_;
    TextForms forms_{context_};
    Values head_;
    std::vector<Values> nodes_;
    Table table_;
    bool broken_ = false;
};

}  // namespace

std::optional<Table> compile_watchdog_info(Context& context, const Entry& value, bool partial) {
    if (context.catalogue == nullptr) return std::nullopt;
    const Entry* text = &value;
    if (value.kind == Entry::Kind::table) {
        context.reader.check(value, schema::look);
        partial = context.reader.boolean(value, "partial").value_or(partial);
        text = value.find("table");
    }
    if (text == nullptr || text->kind != Entry::Kind::string) {
        context.reader.complain(value.spot, "pcp_watchdog_info answers with a text");
        return std::nullopt;
    }
    return WatchdogInfoReader(context, *text).read(partial);
}

}  // namespace sim::scenario
