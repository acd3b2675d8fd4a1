#include "invoices/module.hpp"
#include "pdf.hpp"
#include "platform/http/counted_paging.hpp"
#include "templates.hpp"

#include <semaphore>

namespace kontor::invoices {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

struct OrderPath {
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (order))

struct FilePath {
    orders::OrderId order;
    std::string file;
};
BOOST_DESCRIBE_STRUCT(FilePath, (), (order, file))

struct ListQuery {
    std::optional<Kind> kind;
    std::optional<std::string> series;
    std::optional<std::string> from;
    std::optional<std::string> until;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (kind, series, from, until, limit, cursor, include))

struct InvoiceList {
    std::vector<Invoice> data;
};
BOOST_DESCRIBE_STRUCT(InvoiceList, (), (data))

Error busy() {
    return {ErrorKind::unavailable,
            "invoices.busy",
            "Other invoices are being drawn. Ask for this one again in a moment.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

// Documents as files. A document never changes, so its ETag is its number's.
class Printer {
public:
    explicit Printer(const Config& config)
        : templates_(config.templates), presses_(config.rendered_at_once) {}

    Result<Response> print(const Invoice& invoice, const std::string& type,
                           const std::string& language) {
        if (type == "html")
            return response(invoice, "text/html; charset=utf-8",
                            templates_.render(invoice.document, type, language));
        if (!presses_.try_acquire()) return busy();
        const Returning returning{presses_};
        const auto text = templates_.render(invoice.document, type, language);
        return response(invoice, "application/pdf",
                        pdf_of(text, invoice.number, invoice.issued_at));
    }

private:
    struct Returning {
        std::counting_semaphore<>& presses;
        ~Returning() { presses.release(); }
    };

    static Response response(const Invoice& invoice, const std::string& type, std::string bytes) {
        return {200,
                {{"Content-Type", type},
                 {"ETag", etag_of(bytes)},
                 {"Cache-Control", "private, no-store"},
                 {"Content-Disposition", "inline; filename=\"" + invoice.number +
                                             (type == "application/pdf" ? ".pdf\"" : ".html\"")},
                 {"Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}},
                std::move(bytes)};
    }

    Templates templates_;
    std::counting_semaphore<> presses_;
};

// "2026-000001.pdf": a number and what it is wanted as.
Result<Response> print(Invoices& invoices, Printer& printer, const FilePath& path,
                       const std::string& language) {
    const auto dot = path.file.rfind('.');
    const auto type = dot == std::string::npos ? "" : path.file.substr(dot + 1);
    if (type != "pdf" && type != "html")
        return Error{ErrorKind::not_found, "invoices.no_such_invoice",
                     "An invoice is asked for by its number with .pdf or .html."};
    const auto invoice = invoices.invoice(path.order, path.file.substr(0, dot));
    if (!invoice) return invoice.error();
    return printer.print(*invoice, type, language);
}

Result<std::optional<platform::Time>> time_of(const std::optional<std::string>& text,
                                              const std::string& member) {
    if (!text) return std::optional<platform::Time>{};
    auto time = platform::parse_rfc3339(*text);
    if (!time)
        return Error{ErrorKind::invalid,
                     "http.bad_query",
                     "The period is not one.",
                     {{"/" + member, "not_a_time", "must be a time as in RFC 3339"}}};
    return time;
}

Result<InvoiceFilter> filter_of(const ListQuery& query) {
    const auto from = time_of(query.from, "from");
    if (!from) return from.error();
    const auto until = time_of(query.until, "until");
    if (!until) return until.error();
    return InvoiceFilter{query.kind, query.series, *from, *until, {}, 0};
}

std::string context_of(const ListQuery& query) {
    std::string context = "invoices:";
    context += query.kind ? platform::enum_name(*query.kind) : "";
    for (const auto& part : {query.series, query.from, query.until})
        context += ":" + part.value_or("");
    return context;
}

void add_staff_routes(Router& router, Invoices& invoices, orders::Orders& orders,
                      const std::shared_ptr<Printer>& printer, const std::string& cursor_secret) {
    router.add(
        Route(Method::get, "/v1/admin/invoices", "list_invoices",
              "Invoices and credit notes, newest first")
            .by(Access::staff("orders.read"))
            .tag("Invoices (staff)")
            .describe("`series` is the pattern with its year, such as `2026-{number:06}`; `from` "
                      "and `until` (exclusive) are times."),
        [&invoices, cursors = Cursors(cursor_secret)](
            const Call<Nothing, Nothing, ListQuery>& call) -> Result<CountedPage<Invoice>> {
            auto filter = filter_of(call.query);
            if (!filter) return filter.error();
            return CountedPaging(cursors, context_of(call.query), call.query)
                .by_id(&Invoice::id, [&](const auto& after, std::size_t rows) {
                    filter->after = after;
                    filter->limit = rows;
                    return invoices.list(*filter);
                });
        });

    router.add(Route(Method::get, "/v1/admin/orders/{order}/invoices", "admin_list_order_invoices",
                     "The invoices and credit notes of an order, oldest first")
                   .by(Access::staff("orders.read"))
                   .tag("Invoices (staff)"),
               [&invoices, &orders](const Call<OrderPath>& call) -> Result<InvoiceList> {
                   const auto order = orders.order(call.path.order, std::nullopt);
                   if (!order) return order.error();
                   return InvoiceList{invoices.invoices_of(call.path.order)};
               });

    router.add(Route(Method::get, "/v1/admin/orders/{order}/invoices/{file}", "admin_print_invoice",
                     "An invoice as a page or as PDF")
                   .by(Access::staff("orders.read"))
                   .tag("Invoices (staff)")
                   .localised()
                   .produces("*/*")
                   .may_answer(503, "invoices.busy"),
               [&invoices, printer](const Call<FilePath>& call) -> Result<Response> {
                   return print(invoices, *printer, call.path, call.language);
               });
}

}  // namespace

void add_routes(Router& router, Invoices& invoices, orders::Orders& orders, const Config& config,
                const std::string& cursor_secret) {
    const auto printer = std::make_shared<Printer>(config);

    router.add(Route(Method::get, "/v1/orders/{order}/invoices", "list_order_invoices",
                     "The invoices and credit notes of an order, oldest first")
                   .by(Access::shopper())
                   .tag("Invoices"),
               [&invoices, &orders](const Call<OrderPath>& call) -> Result<InvoiceList> {
                   const auto order = orders.order(call.path.order, auth::Shopper::of(call.caller));
                   if (!order) return order.error();
                   return InvoiceList{invoices.invoices_of(call.path.order)};
               });

    router.add(Route(Method::get, "/v1/orders/{order}/invoices/{file}", "print_invoice",
                     "An invoice as a page or as PDF")
                   .by(Access::shopper())
                   .tag("Invoices")
                   .describe("`file` is the number with `.html` or `.pdf`. In the language that is "
                             "preferred, where there is a template for it.")
                   .localised()
                   .produces("*/*")
                   .may_answer(503, "invoices.busy"),
               [&invoices, &orders, printer](const Call<FilePath>& call) -> Result<Response> {
                   const auto order = orders.order(call.path.order, auth::Shopper::of(call.caller));
                   if (!order) return order.error();
                   return print(invoices, *printer, call.path, call.language);
               });

    add_staff_routes(router, invoices, orders, printer, cursor_secret);
}

}  // namespace kontor::invoices
