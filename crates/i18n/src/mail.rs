//! Following by e-mail: its form, its pages and its letters.

use domain::Lang;
use domain::mail::Frequency;

super::messages! {
    // The form.
    by_mail { "Get this by e-mail", "Recibir esto por correo electrónico", "Recevoir ceci par courriel" }
    address { "Your e-mail address", "Su correo electrónico", "Votre adresse électronique" }
    how_often { "How often", "Con qué frecuencia", "À quelle fréquence" }
    at_once { "When something changes", "Cuando haya un cambio", "Dès qu’il y a un changement" }
    daily { "Once a day", "Una vez al día", "Une fois par jour" }
    weekly { "Once a week", "Una vez a la semana", "Une fois par semaine" }
    follow { "Follow", "Seguir", "Suivre" }
    what_happens {
        "We send you a link to confirm. You need no account, and every e-mail has a link to stop. We use your address for nothing else, and delete it when you stop.",
        "Le enviamos un enlace para confirmar. No necesita una cuenta, y cada correo tiene un enlace para dejar de recibirlos. No usamos su dirección para nada más y la eliminamos cuando usted lo deja.",
        "Nous vous envoyons un lien de confirmation. Vous n’avez pas besoin de compte, et chaque courriel contient un lien pour arrêter. Votre adresse ne sert à rien d’autre, et nous l’effaçons quand vous arrêtez.",
    }
    one_mail {
        "If you follow several things, you get one e-mail for all of them, as often as you chose last.",
        "Si sigue varias cosas, recibe un solo correo para todas, con la frecuencia que eligió por última vez.",
        "Si vous suivez plusieurs choses, vous recevez un seul courriel pour toutes, à la dernière fréquence choisie.",
    }

    // The page of the form.
    title { "Follow by e-mail", "Seguir por correo electrónico", "Suivre par courriel" }
    description {
        "Get an e-mail when commitments change.",
        "Reciba un correo cuando cambien los compromisos.",
        "Recevez un courriel quand des engagements changent.",
    }
    you_follow(what: &str) { "You want to follow: {what}", "Quiere seguir: {what}", "Vous voulez suivre\u{202f}: {what}" }
    not_an_address {
        "Enter an e-mail address, such as name@example.org.",
        "Escriba una dirección de correo electrónico, como nombre@example.org.",
        "Saisissez une adresse électronique, comme nom@example.org.",
    }
    choose_how_often {
        "Choose how often you want an e-mail.",
        "Elija con qué frecuencia quiere recibir un correo.",
        "Choisissez à quelle fréquence vous voulez un courriel.",
    }
    too_long {
        "These filters are too many to follow. Remove some.",
        "Son demasiados filtros para seguirlos. Quite algunos.",
        "Ces filtres sont trop nombreux pour être suivis. Retirez-en.",
    }
    no_room {
        "We cannot take more requests at the moment. Try again tomorrow.",
        "No podemos aceptar más solicitudes por ahora. Inténtelo de nuevo mañana.",
        "Nous ne pouvons pas accepter d’autres demandes pour l’instant. Réessayez demain.",
    }
    check_mail { "Check your e-mail", "Revise su correo", "Consultez votre courriel" }
    check_mail_means {
        "We have sent you a link. Open it within 48 hours to confirm, or you get nothing more from us. Nothing there after a few minutes? Look among unwanted e-mail, or ask again later.",
        "Le hemos enviado un enlace. Ábralo en un plazo de 48 horas para confirmar; si no, no recibirá nada más. ¿No ha llegado en unos minutos? Mire en el correo no deseado o solicítelo de nuevo más tarde.",
        "Nous vous avons envoyé un lien. Ouvrez-le dans les 48 heures pour confirmer\u{202f}; sinon, vous ne recevrez rien d’autre. Rien après quelques minutes\u{202f}? Regardez dans les courriels indésirables, ou refaites la demande plus tard.",
    }
    back { "Back to these commitments", "Volver a estos compromisos", "Revenir à ces engagements" }

    // The page that confirms.
    confirm_title { "Confirm that you want e-mail", "Confirme que quiere recibir correos", "Confirmez que vous voulez des courriels" }
    confirm_lead(what: &str, often: &str) {
        "You get e-mail about: {what} ({often})",
        "Recibirá correos sobre: {what} ({often})",
        "Vous recevrez des courriels sur\u{202f}: {what} ({often})",
    }
    confirm { "Confirm", "Confirmar", "Confirmer" }
    nothing_to_confirm { "There is nothing to confirm", "No hay nada que confirmar", "Il n’y a rien à confirmer" }
    nothing_to_confirm_means {
        "This link was used before, or is older than 48 hours. If you get no e-mail, ask again on the page that you want to follow.",
        "Este enlace ya se usó o tiene más de 48 horas. Si no recibe correos, solicítelo de nuevo en la página que quiere seguir.",
        "Ce lien a déjà servi ou date de plus de 48 heures. Si vous ne recevez pas de courriels, refaites la demande sur la page que vous voulez suivre.",
    }
    too_many_followed {
        "You follow as much as one address can. Stop following something first.",
        "Ya sigue todo lo que puede seguir una dirección. Deje primero de seguir algo.",
        "Vous suivez déjà tout ce qu’une adresse peut suivre. Arrêtez d’abord de suivre quelque chose.",
    }

    // The page of what is followed.
    following_title { "What you follow by e-mail", "Lo que sigue por correo electrónico", "Ce que vous suivez par courriel" }
    following_lead(address: &str) { "E-mail goes to {address}.", "Los correos se envían a {address}.", "Les courriels sont envoyés à {address}." }
    confirmed { "Confirmed. From now on you get e-mail.", "Confirmado. A partir de ahora recibirá correos.", "Confirmé. Vous recevrez désormais des courriels." }
    saved { "Saved.", "Guardado.", "Enregistré." }
    stop { "Stop following", "Dejar de seguir", "Ne plus suivre" }
    stop_all { "Stop all e-mail", "Dejar de recibir correos", "Arrêter tous les courriels" }
    stop_all_means {
        "You get no more e-mail, and we delete your address.",
        "No recibirá más correos y eliminaremos su dirección.",
        "Vous ne recevrez plus de courriels et nous effacerons votre adresse.",
    }
    save { "Save", "Guardar", "Enregistrer" }
    language { "Language of the e-mail", "Idioma de los correos", "Langue des courriels" }
    follow_nothing { "You get no e-mail from us", "No recibe correos nuestros", "Vous ne recevez pas de courriels de notre part" }
    follow_nothing_means {
        "We have deleted your address. To follow something again, open its page.",
        "Hemos eliminado su dirección. Para volver a seguir algo, abra su página.",
        "Nous avons effacé votre adresse. Pour suivre à nouveau quelque chose, ouvrez sa page.",
    }

    // Letters.
    confirm_subject { "Confirm that you want e-mail about commitments", "Confirme que quiere recibir correos sobre compromisos", "Confirmez que vous voulez des courriels sur des engagements" }
    letter_confirm(what: &str, often: &str) {
        "Somebody, probably you, asked to get e-mail at this address about: {what} ({often}).",
        "Alguien, probablemente usted, solicitó recibir en esta dirección correos sobre: {what} ({often}).",
        "Quelqu’un, sans doute vous, a demandé à recevoir à cette adresse des courriels sur\u{202f}: {what} ({often}).",
    }
    letter_confirm_link { "Open this page to confirm", "Abra esta página para confirmar", "Ouvrez cette page pour confirmer" }
    letter_confirm_else {
        "If it was not you, do nothing: without your confirmation we delete this address after 48 hours.",
        "Si no fue usted, no haga nada: sin su confirmación eliminamos esta dirección a las 48 horas.",
        "Si ce n’était pas vous, ne faites rien\u{202f}: sans votre confirmation, nous effaçons cette adresse au bout de 48 heures.",
    }
    letter_lead { "What has changed since our last e-mail:", "Lo que ha cambiado desde nuestro último correo:", "Ce qui a changé depuis notre dernier courriel\u{202f}:" }
    letter_more { "More has changed than we list here. See the change log", "Han cambiado más cosas de las que enumeramos aquí. Consulte el registro de cambios", "D’autres choses ont changé. Consultez le journal des modifications" }
    letter_why { "You get this e-mail because you follow:", "Recibe este correo porque sigue:", "Vous recevez ce courriel parce que vous suivez\u{202f}:" }
    letter_stop { "Change or stop this e-mail", "Cambiar o dejar de recibir estos correos", "Modifier ou arrêter ces courriels" }
}

super::plurals! {
    digest_subject(n) {
        "{n} commitment changed" | "{n} commitments changed",
        "Cambió {n} compromiso" | "Cambiaron {n} compromisos",
        "{n} engagement modifié" | "{n} engagements modifiés",
    }
    too_often(n) {
        "Too many requests came from your network. Try again in {n} minute." | "Too many requests came from your network. Try again in {n} minutes.",
        "Llegaron demasiadas solicitudes desde su red. Inténtelo de nuevo en {n} minuto." | "Llegaron demasiadas solicitudes desde su red. Inténtelo de nuevo en {n} minutos.",
        "Trop de demandes sont venues de votre réseau. Réessayez dans {n} minute." | "Trop de demandes sont venues de votre réseau. Réessayez dans {n} minutes.",
    }
}

/// A rhythm, in words.
pub const fn often(lang: Lang, often: Frequency) -> &'static str {
    match often {
        Frequency::AtOnce => at_once(lang),
        Frequency::Daily => daily(lang),
        Frequency::Weekly => weekly(lang),
    }
}
