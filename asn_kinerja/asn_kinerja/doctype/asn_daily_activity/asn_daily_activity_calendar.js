// Works with both generations of the calendar that Frappe has used: their options have other names, and dates
// come as moments or as text.
const asn_day = (moment_or_info) =>
	moment_or_info.format
		? moment_or_info.format("YYYY-MM-DD HH:mm")
		: (moment_or_info.dateStr || moment_or_info.startStr || moment_or_info).replace("T", " ").slice(0, 16);

const asn_enter = (from, to) => {
	const [start, end] = [from, to].map((value) => (value ? asn_day(value).split(" ") : []));
	const timed = start[1] && (start[1] !== "00:00" || (end[1] && start[0] === end[0]));
	if (start[0] > frappe.datetime.get_today()) {
		frappe.show_alert({ message: __("Enter activities when they are done."), indicator: "orange" });
		return;
	}
	asn_kinerja.enter_activity({
		date: start[0],
		from_time: timed ? start[1] : "",
		to_time: timed && start[0] === end[0] ? end[1] : "",
	});
};

// The days can be reached by Tab and arrows, and Enter opens the quick entry of the day.
const asn_day_key = (e) => {
	const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[e.key];
	const date = e.currentTarget.dataset.date;
	if (e.key === "Enter") asn_enter(date);
	else if (!step) return;
	else {
		const next = frappe.datetime.add_days(date, step);
		$(`.asn-day[data-date='${next}']`).first().trigger("focus");
	}
	e.preventDefault();
};

const asn_mark_day = (element, date) => {
	$(element)
		.addClass("asn-day")
		.attr({ tabindex: date === frappe.datetime.get_today() ? 0 : -1, role: "button" })
		.attr("aria-label", __("New activity on {0}", [frappe.datetime.str_to_user(date)]))
		.on("keydown", asn_day_key);
};

const asn_mark_event = (element, tooltip) => {
	$(element)
		.attr({ title: tooltip, tabindex: 0 })
		.on("keydown", (e) => e.key === "Enter" && element.click());
};

// On a phone a month's grid has no room for words: the days with their activities come one below the other.
const asn_phone = () => ({
	defaultView: "listMonth",
	initialView: "listMonth",
	header: { left: "title", right: "prev,next,listMonth,month" },
	headerToolbar: { left: "title", right: "prev,next,listMonth,dayGridMonth" },
	buttonText: { month: __("Month"), listMonth: __("List") },
});

frappe.views.calendar["ASN Daily Activity"] = {
	field_map: {
		id: "name",
		start: "start",
		end: "end",
		allDay: "all_day",
		convertToUserTz: "convert_to_user_tz",
	},
	get_events_method: "asn_kinerja.monitoring.activities.events",
	get_css_class: (event) => event.colour,
	options: {
		// an activity is moved in its form, where the reason for a refusal is shown
		eventAllow: () => false,
		eventStartEditable: false,
		eventDurationEditable: false,
		eventLimit: true,
		dayMaxEvents: true,
		height: "auto",
		...(window.innerWidth < 768 ? asn_phone() : {}),
		select(from, to) {
			if (from.startStr) asn_enter(from.startStr, from.endStr);
			else asn_enter(from, to);
		},
		dayClick: (date) => asn_enter(date),
		dateClick: (info) => asn_enter(info),
		dayRender: (date, cell) => asn_mark_day(cell, date.format("YYYY-MM-DD")),
		dayCellDidMount: ({ el, date }) => asn_mark_day(el, moment(date).format("YYYY-MM-DD")),
		eventRender: (event, element) => asn_mark_event(element[0], event.tooltip),
		eventDidMount: ({ el, event }) => asn_mark_event(el, event.extendedProps.tooltip),
	},
};
