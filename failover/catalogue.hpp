// What a logic tells about itself as data: its messages, process roles, parameters, rules and
// words. Text is rendered from here, last; nothing in a run touches it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "failover/rules.hpp"

namespace failover {

/// Index of a text in a logic's catalogue.
using MessageId = std::uint16_t;

/// Severities as the product prints them.
enum class Severity : std::uint8_t { debug, log, info, notice, warning, error, fatal, panic };

/// Arguments of a message: at most six small integers.
using MessageArguments = std::array<std::int32_t, 4>;

/// One message. In the texts `{N}` prints argument N as a number and `{N:form}` as one of
///   host, port      address and port of backend N ("" and 0 for one that is not configured)
///   proxy           watchdog name of proxy N: `<wd_hostname>:<port> Linux <host name>`
///   proxyhost, wdport, proxyport   of proxy N
///   state, lock, function, locality, error, …   a word from the word list of that name
///   datadir         data directory of backend N
///   path            the proxy's own file N (0: its status file)
///   setting         the text of its own parameter N
///   letters         arguments N and N+1 as up to eight letters
///   command         the command line that arguments N, N+1, N+2 stand for (see CommandLine)
///   item            the nth item (upper half of N) of the list that a parameter (lower half) is
/// `{{` is a brace. An empty detail, hint or context is not printed.
struct MessageText {
    MessageId id = 0;
    std::string_view key;  ///< stable name for dialect tables and tests: "wd.state_changed"
    Severity severity = Severity::log;
    std::string_view text;
    std::string_view detail;
    std::string_view hint;
    std::string_view context;
    bool raw = false;  ///< written to stderr without prefix and newline (semantics-3.6 §16.3)
};

/// A list of words that `{N:name}` chooses from; `first` is the value of words[0].
struct WordList {
    std::string_view name;
    std::int32_t first = 0;
    std::span<const std::string_view> words;
};

/// A kind of process of a proxy.
struct RoleText {
    std::string_view name;     ///< in choices and scenarios: "main", "watchdog", "session"
    std::string_view printed;  ///< as log_line_prefix %P prints it: "MAIN", "WATCHDOG"
    bool turns = false;        ///< takes all that is ready at once, in turns (semantics-3.6 §9.4)
    bool accepts_clients = false;  ///< may be handed a new client connection
};

enum class ParameterKind : std::uint8_t {
    boolean,
    integer,
    seconds,
    milliseconds,
    bytes,
    text,
    words,
    weight
};

/// When a new value of a parameter counts (semantics-3.6 §13): R and S of its tables.
enum class TakenAt : std::uint8_t { start, reload };

/// What a parameter does here.
enum class Effect : std::uint8_t {
    modelled,
    irrelevant,  ///< nothing that failover or its clients could notice: any value will do
    missing,     ///< something, in the product; here as if it were 0, off or empty
};

/// One of the product's own parameters (semantics-3.6 §13).
struct Parameter {
    std::string_view name;
    ParameterKind kind = ParameterKind::integer;
    std::string_view fallback;  ///< the value where nothing is given, as the file would say it
    std::int64_t least = 0;
    std::int64_t most = INT64_MAX;
    std::string_view choices;  ///< for `words`: "a|b|c"
    std::string_view effect;   ///< one line for the generated reference
    TakenAt taken = TakenAt::start;
    Effect here = Effect::modelled;
};

/// All of it.
struct Catalogue {
    std::span<const MessageText> messages;  ///< index = id
    std::span<const WordList> words;
    std::span<const RoleText> roles;  ///< index = Role
    std::span<const Parameter> parameters;
    std::span<const std::string_view> kinds_watchdog;  ///< names of Message::kind, for choices
    std::span<const std::string_view> kinds_ipc;
    std::string_view version;             ///< "3.6.28 (subaruboshi)"
    std::span<const RuleTable> tables{};  ///< index = RuleId::table; empty: it has none
};

}  // namespace failover
