/** True for a URL that carries a user name or a password: it would be shown, stored and sent along with the URL. */
export const hasUser = ({ username, password }: URL): boolean => username !== "" || password !== "";
